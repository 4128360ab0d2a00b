/**
 * English terms that share a Chinese word with others, but mean it only in a field of their own, or as a verb. They are
 * never offered as another name: a code is no encoding, the score of a pupil no runs.
 */
export const NARROW_TERMS: ReadonlySet<string> = new Set(
  `encoding|prize money|runs|innings|constructor|mission|protocol|captcha|bug|keep alive|mode|pattern|cohort|queue|treasury
class|make|lead|leads|lease term|dish|occupancy|gain|policy|to time|deadline|facility|facilities|dropoff|community|condo
subdistrict|address street|address home|district|region|area|position|count|parent|logo|flag|sign|character|authority|authorities
component|widget|phase|exception|empty|null|figure|digital|physical|essay|thesis|goal|goals|lesson|contact hours|cohort year
course selection|sign up|conversation|access|visit|lap number|gross|streams|plays|championship|competition|cell tower|tower
concomitant|order by|set|part|section|partial|whole|all|way|manner|main|upper|up|lower|down|projected|retired|inactive|trading|trade
movement|variant|amenity|amenities|principal|assigned to|director|authentication|eligibility|indicator|dimension|professional|major
mails|journal number|hierarchical|geographic|supervisor|household|home|identity card|spent|charge|charges|fine|fines|item|program
notify|sell|buy|pay|lend|borrow|rent|ship|deliver|send|receive|book|hire|apply|begin|start|hide|show|display|remove|restore|disable|enable
operate|update|create|return|returns|submit|commit|publish|release|complete|import|export|redeem|bind|check|paid|sold|sent|done|bound`
    .split(/[|\n]/)
    .filter(Boolean),
);
