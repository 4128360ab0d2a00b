const PEOPLE =
  /\b(customers?|clients?|users?|employees?|people|persons?|staff members?|members?|patients?|students?|pupils?|teachers?|instructors?|professors?|tutors?|lecturers?|doctors?|physicians?|clinicians?|therapists?|dentists?|surgeons?|practitioners?|veterinarians?|nurses?|drivers?|actors?|actresses|authors?|artists?|salespeople|salespersons?|managers?|guests?|passengers?|candidates?|applicants?|subscribers?|players?|workers?|agents?|owners?|buyers?|donors?|volunteers?|learners?|attendees?|participants?|visitors?|reps?|representatives?|children|parents?|coaches?|officers?|clerks?|technicians?|contractors?|tenants?|residents?|voters?|readers?|borrowers?|directors?|dispatchers?|adjusters?|underwriters?|planners?|coordinators?|supervisors?|inspectors?|auditors?|cashiers?|receptionists?)$/;

/** People are spoken of with `who`. */
export function arePeople(noun: string): boolean {
  return PEOPLE.test(noun);
}

const STAFF =
  /\b(employee|staff member|salesperson|sales ?(person|people|rep|representative)|agent|operator|clerk|cashier|representative|rep|officer|technician|manager|assignee|handler|cases? worker|dispatcher|adjuster|underwriter|planner|coordinator|supervisor|receptionist)s?$/;

/** People who do something for the business, not those it is done for. */
export function areStaff(noun: string): boolean {
  return STAFF.test(noun);
}
