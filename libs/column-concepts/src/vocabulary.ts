import { ENGLISH_HEADS } from './english-heads.js';

/** Common words of identifiers that are no head noun of their own; glued names are split by them and the head nouns. */
const OTHERS = `
detail header mkt str settlement exp vend cust mktg sls itm whs emp nbr desc prd manu mfr geo kpi hr crm erp seo sms oid
access account accounting acquisition action active activity actual additional admin adjusted advance after agent agency
agreement air airport album alert all alternate annual answer app applicant application applied appointment approval
approved approver archive area arrival arrived article artist asset assembly assigned assignment assistant attachment
attendance auction audit author authority auto availability available back bank base basic batch before begin benefit
billing bill birth block board body bom book booking bonus booked born branch break broker build building business buyer
cabin calculated calendar call campaign cancel cancelled candidate car card care carrier cart case cash cell center
central certificate chain change changed chart check child children claim class clean client clinic clinical close closed
collection comm commission common company complaint complete completed component condition confirm confirmed consumer
contact container content contract control copy core corporate course cover create created creation creator credit
creditor culture current customer cust cycle daily data database day debtor dealer dealership death default delay deleted
delivered delivery demand demographics department depart departed departure deposit dept derm description desired
destination device diagnosis diagram digital direct discipline discontinued dispatch disability display division doctor
document domain donor double down draft drive driver drop drug due early economic edit education effective electric
elementary email emergency emp employee employment empty encounter end ended energy engine enrolled entered enter entity
entry environment equipment error estimated event exam exchange exempt exit expected expense experience expiration expire
expired expires express external extra facility faculty failed family farm fault favorite feature file final finance
financial finish finished first fiscal fixed flight floor folder follow food forecast foreign form forward from front fuel
fulfilled full function fund gas gate general gift given global goods government graduate group guarantee guardian guest
hand handling head health high hire hired history holiday home hospital hotel house household human illustration image
import in income incoming indicator individual industrial info information initial inspection insurance insured internal
international invoice invoiced is issue issued item java job join joined joint journal keep key kind lab label land last
lead leader league leave legal lender lesson letter library license licence life line list live loan local location lock
log login logo long lost low loyalty machine mail main maintenance make male management manager manufacture manufacturer
manufacturing map marital market marketing master match material maternal max maximum meal measure media medical
medication medicine meeting member membership merchant message director conductor investor contractor advisor auditor sensor vector monthly annual daily hourly meter method middle military min minimum mobile model
modified module money monitor mortgage motor move movie national net network new next night nominal normal note
notification nurse object occupation office officer offer old on online only open opened opening operating operation
operator opportunity option or order ordered organization origin original other out outcome output over overtime own
owner package packing page paid parcel parent park parking part participant partner partial parts party passport past
patient pay payable payer payment payroll pending pension performance permit person personal phone photo physical
physician pick pickup picture plan planned plant plate player policy pool portfolio post postal posted predicted
preferred premium prescription present previous primary print prior private process processed processing procurement
product production professional professor profile program project promo promotion property provider provincial
province public published publisher purchase purchased purchasing purpose question queue quick quota race railway raw
reach read reading real receipt receive received receiver recipient record recorded recovery recurring reference referral
refund region register registered registration rejected related release released remaining remote renewal rental repair
reply report reported reporting request requested required resale reserved reservation resident resource response
restaurant result resume retail retired return returned reviewer revised road role room root route row run safety sales
salaried sample saved scan schedule scheduled school science scrapped script search season second secondary section
security select self sell seller send sender sent serial server service session set settlement shared shelf shift ship
shipment shipped shipper shipping shop shopping short show sick sign signed signup single site skill social software sold
source special specialty speciality sponsor sport square staff standard start started state statement station statistic
stock stop storage store street student study sub subcategory subject subscriber subscription supervisor supplier
support suspended system table tag target task tax teacher team technical tele temporary tenant term terminal territory
test text third ticket ticker time title to tool total tour town track tracking trade trading traffic training
transaction transfer transport travel treatment trip truck trust tuition turn unique unit university update updated
upper url usage use used user vacation valid validation van vehicle vendor verified version vessel video view virtual
visible visit visitor vol void wait wallet warehouse warranty web week weekly wholesale window withdrawal with work
worker working workorder world write written yearly zone superior candidate mandate validate consolidate estimate
separate generate corporate calculate donate rotate private climate certificate duplicate candidate coordinate aggregate
usedup spouse mother father maiden insurance ethnic blood nation national identity social passport fingerprint
tx txn trx acct addr amt bal ccy curr dept desc dest dist doc emp env evt ext freq grp hist idx img info inv lang
len lvl max mgr min misc mo msg mth num obj ord org orig pct perf pmt pos pref prev prod promo qty qtr ref reg req res
rev rpt sched sec seq src stat std sts subj sub tel temp tot typ upd usr val ver vol whse wk wt xref ytd mtd qtd
of and by for at up per no
`;

const KNOWN: ReadonlySet<string> = new Set([...ENGLISH_HEADS.keys(), ...OTHERS.trim().split(/\s+/)]);

export function isKnownWord(word: string): boolean {
  return KNOWN.has(word) || (word.length > 4 && word.endsWith('s') && KNOWN.has(word.slice(0, -1)));
}
