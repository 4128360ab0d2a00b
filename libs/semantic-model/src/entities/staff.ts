import type { Entity, Name } from '../model.js';

const EMPLOYED = /^(job title|position|hire date|hired date|employee (number|no|code)|salary)$/;
const STAFF = /(^| )(employee|staff|staff member|worker)$/;

const employee = (text: string, plural: string, measureWord: string | null, other: string): Name => ({
  text,
  plural,
  measureWord,
  known: true,
  synonyms: [other],
});

/**
 * Users of the software with a job title are called employees. They keep their name where the table has a comment, and where
 * another table holds employees.
 */
export function withStaff(entities: readonly Entity[]): readonly Entity[] {
  const isTaken = entities.some(({ name }) => STAFF.test(name.en.text));
  return isTaken ? entities : entities.map((entity) => (areEmployed(entity) ? asEmployees(entity) : entity));
}

function areEmployed({ name, description, fields }: Entity): boolean {
  return name.en.text === 'user' && description === null && fields.some(({ label }) => EMPLOYED.test(label.en.text));
}

function asEmployees(entity: Entity): Entity {
  const name = {
    en: employee('employee', 'employees', null, 'user'),
    zh: employee('员工', '员工', '位', '用户'),
  };
  return { ...entity, name };
}
