/** Something that people ask about in many businesses. */
export interface Concept {
  /** A term of the lexicon, which has the Chinese for it. */
  readonly english: string;
  /** A column with one of these in its name, comment or values could answer it. */
  readonly near: readonly string[];
}

/** Figures of anything. */
export const MEASURES: readonly Concept[] = [
  { english: 'power consumption', near: ['power', 'consumption', 'energy', 'electricity', 'kwh'] },
  { english: 'temperature', near: ['temperature', 'celsius', 'fahrenheit', 'degree', 'temp'] },
  { english: 'humidity', near: ['humidity', 'moisture'] },
  { english: 'mileage', near: ['mileage', 'odometer', 'distance', 'kilometer', 'mile'] },
  { english: 'insurance premium', near: ['insurance', 'premium', 'policy', 'insured'] },
  { english: 'satisfaction', near: ['satisfaction', 'rating', 'review', 'score', 'feedback', 'survey', 'star', 'nps'] },
  { english: 'advertising budget', near: ['advertising', 'budget', 'marketing', 'campaign', 'promotion'] },
  { english: 'maintenance cost', near: ['maintenance', 'cost', 'repair', 'service', 'upkeep'] },
  { english: 'complaint rate', near: ['complaint', 'ticket', 'issue', 'dispute', 'feedback'] },
  { english: 'fuel consumption', near: ['fuel', 'consumption', 'gasoline', 'diesel', 'petrol'] },
  { english: 'water consumption', near: ['water', 'consumption', 'litre', 'liter'] },
  { english: 'training hours', near: ['training', 'hour', 'course', 'lesson', 'education'] },
];

/** Attributes of people. */
export const OF_PEOPLE: readonly Concept[] = [
  { english: 'blood type', near: ['blood'] },
  { english: 'marital status', near: ['marital', 'marriage', 'married', 'spouse', 'family'] },
  { english: 'nationality', near: ['nation', 'citizen', 'passport', 'country'] },
  { english: 'religion', near: ['religi', 'faith', 'church'] },
  { english: 'occupation', near: ['occupation', 'profession', 'job', 'title', 'position', 'career', 'work', 'role'] },
  { english: 'education level', near: ['education', 'degree', 'school', 'qualification', 'diploma', 'universit'] },
  { english: 'hobby', near: ['hobb', 'interest', 'leisure', 'preference'] },
];

/** Attributes of goods. */
export const OF_GOODS: readonly Concept[] = [
  { english: 'color', near: ['color', 'colour', 'shade'] },
  { english: 'warranty period', near: ['warrant', 'guarantee'] },
  { english: 'barcode', near: ['barcode', 'ean13', 'upc', 'gtin', 'sku'] },
  { english: 'country of origin', near: ['origin', 'country', 'made in'] },
  { english: 'shelf life', near: ['shelf', 'expir', 'best before'] },
];

/** Attributes of what happens. */
export const OF_EVENTS: readonly Concept[] = [
  { english: 'payment method', near: ['payment', 'pay_', 'method', 'card', 'cash'] },
  { english: 'cancellation reason', near: ['cancel', 'reason', 'abort', 'void'] },
  { english: 'sales channel', near: ['channel', 'source', 'online', 'medium', 'store'] },
];
