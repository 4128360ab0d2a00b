import type { Concept } from './concept.js';

/** Head nouns in the singular, by what they denote. To know another word, add it. */
const HEADS: Readonly<Partial<Record<Concept, string>>> = {
  identifier: 'id uuid guid oid key pk fk sk rowid ulid identifier',
  code: `code number no nr nbr zip postcode zipcode sku isbn issn ean upc barcode iban bic swift port extension ext phone
    telephone tel mobile cell fax msisdn imei imsi vin plate ssn charset codepage serial hs naics sic icd npi cas doi
    asin model pin otp symbol ref reference abbr abbreviation iso`,
  position: `sort seq sequence position pos ordinal index idx rank ranking place placement row line col column
    lft rgt left right depth offset order slot`,
  bit_mask: 'mask bitmask bit bits flags permission permissions',
  date_part: 'month quarter week weekday dow hour doy period ',
  year: 'year yr fy vintage',
  coordinate: 'latitude lat longitude lon lng altitude x y z easting northing geohash tile zoom azimuth heading',
  version: 'version revision rev release build generation epoch checkpoint xmin lsn',
  class: `status state type kind category class level grade group stage mode gender sex channel source format
    visibility role tier segment phase severity priority scope reason method direction color colour brand genre language currency ccy curr
    locale department industry sector style theme platform medium shift`,
  rating: 'rating star stars',
  amount: `amount amt total subtotal sum revenue income turnover sale sales cost expense expenditure fee charge payment paid
    due freight tax vat gst profit loss refund deposit bonus commission budget spend gmv premium claim donation tip fine
    penalty worth debit credit earning earnings proceeds margin value interest rent toll postage royalty surcharge dues
    installment principal payout loan grant contribution subsidy allowance reimbursement gross net receivable payable`,
  price: 'price msrp rrp fare tariff quote bid ask wholesale',
  quantity: `quantity qty shares unit units piece pieces volume view click visit like download upload impression attempt seat
    point item passenger guest vote win goal hit play consumption usage output night room
    bedroom bathroom ticket episode page copy calorie dose`,
  count: 'orders count cnt counter num tally occurrence occurrences',
  stock:
    'stock inventory onhand headcount population capacity employee employees staffing backlog enrollment enrolment',
  balance: 'balance bal debt outstanding equity asset assets liability liabilities holding holdings mileage odometer',
  limit: 'limit threshold minimum maximum min max quota cap target reorder par',
  rate: `rate share ratio percent percentage pct proportion probability confidence fraction efficiency utilization utilisation
    conversion yield density humidity pressure temperature temp voltage frequency speed velocity factor coefficient
    multiplier weighting bmi ph concentration accuracy precision similarity completeness`,
  discount: 'discount rebate markdown reduction',
  duration: `duration elapsed latency runtime hours minutes seconds milliseconds millisecond second minute days
    months years weeks ms sec secs mins hrs term tenure lifetime ttl timeout`,
  bytes: 'byte bytes kb mb gb tb ',
  size: 'size weight height width length distance area feet foot sqft sqm acre acres hectare hectares diameter radius thickness circumference footage km kg',
  score: 'score gpa mark average avg mean median stddev variance deviation nps elo evaluation',
  age: 'age',
  pay: 'salary wage pay stipend compensation remuneration',
  name: `name title label caption subject headline surname forename     `,
  description: `description desc note notes remark remarks comment comments text content body message memo summary details
    abstract bio biography review instruction feedback narrative synopsis`,
  address: 'address addr street',
  place: 'country city province region district county town territory continent ',
  locator:
    'url uri path link website web picture image photo avatar file filename filepath email mail ip host hostname domain dir directory icon logo href',
  digest: 'hash checksum md5 sha digest fingerprint signature token secret password salt etag nonce',
  time: 'date time datetime timestamp ts at on when day dt birthday dob since until expiry deadline moment',
  flag: 'flag enabled disabled active deleted visible indicator yn',
  unit: 'uom',
};

export const ENGLISH_HEADS: ReadonlyMap<string, Concept> = new Map(
  Object.entries(HEADS).flatMap(([concept, words]) =>
    words.split(/\s+/).map((word) => [word, concept as Concept] as const),
  ),
);
