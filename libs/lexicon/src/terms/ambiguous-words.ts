/**
 * English words that trades use in senses of their own, and short words that stand for several: by themselves, and in a row
 * of nouns, their general Chinese is a guess. It is none for terms of several words, nor where the surroundings decide.
 */
export const AMBIGUOUS_WORDS: ReadonlySet<string> = new Set(
  `access act action actual adjustment admission advance agency agent allotment allowance appearance application
appointment appraisal article aspect assembly assessment assignment attempt band bar base basis batch bay beat bed
bench bid bind bit block board body bond book bound box break bridge bucket bundle burden button cap case cast cat
catch cell center chair change channel character charge chart check circle circuit claim class clear clearance client
clip close closing club coach collection commitment component concern conduct consideration console container control
conversion core counter course court cover coverage cradle credits crew crop cross current cut cycle deal dealing
debit default degree demand deposit depth desk detention dimension directory discharge dispatch disposal disposition
dock domain down draft drain draw drawing drive drop due duty edition element end ends engagement entity entry equity
establishment evaluation event exchange exercise exhibit expense exposure expression extension face factor family fare
feature feed figure filing fill finding fine finish fit fix fixture flag flat flow focus follow force form formation
forward foundation frame free from front function fund fuse gate gauge gear general goal good grade grant graph green
gross ground group guard half hand handle head heading hearing high hit hits hold holding home host hub hull impact
impression instance institution instrument intake interval intervention issue item job joint jump kind kit lab lane
lap lay lead leads lease leave left leg lien lift limit line listing load lobby loop loss lot low loyalty main major
make mandate manifest mark mass master match matter maturity measure medium meet merit meter minor mission mix mode
model motion mount move node nominal notice notion occupancy occurrence offer offering officer open opened opening
operation oral organ orientation origin outage outcome outlet outstanding overhead own owner pack package packet pair
pan panel parameter part party pass patch patent pay peak peer performance permit perspective pick piece pilot pin
pitch place placement plan plant plate play plays plot plug point points policy pool port portfolio position post
power preparation presence present press prime principal print procedure proceeding process projection promise proof
property provider provision pt pull pulse pump punch push qualifier query quest race rail raise rate ratio raw reach
reaction reader reading rebate recall receipt reception recovery reference reflection register registrar registry
regular regulation relation relative release relief remedy remit remote rendering renewal repeat representation
requirement reserve residence rest retention return reverse revolution rider right rights ring riser risk rod roll
root round routing row rule run runs safe scan schedule scheme scope screening script seal search seat section
security segment selection seller sentence separation sequence server session set sets settlement shaft share sheet
shelf shell shift ship shot show sign signal single sink site slip slot solution solve sort sound space span spare
specialty specimen spot spread spring stake stall stand standing start starts state statement statute stay step stick
stock stop strain strand stream stress strip structure study sub submission subsidy substance suit suite surrender
switch tab table take talent tank tap tender tenor term terminal termination terms territory test testing thread
throughput ticket tie tier tip to toll tone top touch trace tracking trail transition treatment trial trigger trust
turn turnover twist unit up upgrade usage used valuation variable variance variant variation vent vessel visual voyage
wait walk ward warrant watch wave way wear well will wing wire work works worth wrap write yield`.split(/\s+/),
);

/** Short forms that are written for several words: `comp` for company, component and compensation. */
export const AMBIGUOUS_ABBREVIATIONS: ReadonlySet<string> = new Set(
  'act cat comp cur cont cond conf cap dev dir dist div ent env fac gen imp ins inst int mag mat mod nat norm obj occ op par pat perf pos poss pr pt rel rem res ret sec sect seg sel ser sig so spc st stat sup tr ts util vis cal coll ind cls dim'.split(
    ' ',
  ),
);
