import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity, type Field } from '#libs/semantic-model';
import {
  entity,
  field,
  metric,
  modelOf,
  names,
  relationship,
  value,
} from '../../../../../test/harness/model-builder.js';
import { intentOf, type Condition, type FieldRef, type Intent, type Measure } from '../../intent.js';
import { fieldRef, stepsIn, stepsOut } from '../../paths.js';
import { phrases } from '../phrase.js';
import { doingZh } from './doers.js';

const GENDERS = [value('M', 0.5, { en: 'male', zh: '男' }), value('F', 0.5, { en: 'female', zh: '女' })];
const flag = (name: string, label: string): Field =>
  field(name, 'boolean', names(name, label), { role: 'flag', values: [value('t', 0.5), value('f', 0.5)] });
const text = (name: string, label: string, values: Field['values'] = []): Field =>
  field(name, 'text', names(name, label), { role: 'dimension', values });
const date = (name: string, label: string): Field => field(name, 'date', names(name, label), { role: 'time' });

const clinic = modelOf(
  [
    entity(
      'patient',
      names('patient', '患者/位'),
      [
        text('gender', '患者性别', GENDERS),
        text('city', '城市'),
        date('birth_date', '出生日期'),
        flag('is_insured', '是否有医保'),
        flag('is_smoker', '是否吸烟'),
        flag('subsidy', '补贴'),
        flag('is_vip', '是否VIP'),
        flag('is_donor', '是否捐献者'),
        text('level', '优先级', [value('2', 0.5, { en: 'medium', zh: '中' })]),
        text('stage', '在册状态', [value('1', 0.5, { en: 'regular', zh: '正式' })]),
      ],
      {},
    ),
    entity(
      'staff',
      names('employee', '员工/位'),
      [
        text('gender', '性别', GENDERS),
        text('state', '婚姻状况', [value('M', 0.5, { en: 'married', zh: '已婚' })]),
        date('hired', '入职日期'),
        flag('mfa', '多因素认证启用'),
        flag('salaried', '月薪制标志'),
      ],
      {},
    ),
    entity(
      'ward',
      names('ward', '病房/间'),
      [
        text('city', '所在城市'),
        flag('closed', '是否停用'),
        flag('visible', '是否可见'),
        flag('preferred', '重点病房标志'),
      ],
      {},
    ),
    entity(
      'visit',
      names('visit', '就诊/次'),
      [
        date('visited', '就诊日期'),
        text('origin', '出发城市'),
        text('target', '收货城市'),
        field('fee', 'numeric', names('fee', '费用'), { role: 'measure', additivity: 'additive' }),
        text('status', '状态', [value('1', 0.5, { en: 'disabled', zh: '停用' })]),
      ],
      { kind: 'event', time: 'visited', title: [] },
    ),
  ],
  [
    relationship('visit.patient_id → patient.id'),
    relationship('visit.staff_id → staff.id'),
    relationship('patient.ward_id → ward.id'),
  ],
  [
    metric('days', 'visit', names('days', '从预约到就诊的天数'), {
      expression: { form: 'duration', from: 'visited', to: 'visited' },
      additivity: 'rate',
      unit: { kind: 'duration', code: 'day', field: null },
    }),
  ],
);
const index = new ModelIndex(clinic);

function of(table: string): Entity {
  const found = index.entity(`public.${table}`);
  if (!found) {
    throw new Error(`no ${table}`);
  }
  return found;
}

/** `patient.city`, `visit>patient.city` */
function ref(place: string): FieldRef {
  const [way = '', name] = place.split('.');
  const [table = '', ...targets] = way.split('>');
  const path = targets.reduce<FieldRef['path']>((steps, target) => {
    const next = stepsOut(index, steps.at(-1)?.target ?? of(table)).find((step) => step.target.table === target);
    return next ? [...steps, next] : steps;
  }, []);
  const found = (path.at(-1)?.target ?? of(table)).fields.find((own) => own.name === name);
  if (!found) {
    throw new Error(`no ${place}`);
  }
  return fieldRef(of(table), path, found);
}

function is(place: string, text: string): Condition {
  const quantity = ref(place);
  const meaning = quantity.field.values.find((own) => own.value === text)?.meaning ?? null;
  return { form: 'compare', of: quantity, by: '=', value: { value: text, meaning } };
}

const both = (...of: Condition[]): Condition => ({ form: 'and', of });
const COUNT: Measure = { form: 'count' };
const counted = (table: string, where: Condition | null, more: Partial<Intent> = {}): Intent =>
  intentOf(of(table), { measures: [COUNT], where, ...more });
const first = (intent: Intent): string | undefined => phrases(intent, 'zh')[0];

describe('Chinese conditions', () => {
  it.each([
    // Genders stand before the noun.
    [counted('patient', is('patient.gender', 'M')), '男性患者有多少位？'],
    [counted('staff', is('staff.gender', 'F')), '女员工有多少位？'],
    // Also where the rows have them as words, without a meaning.
    [counted('patient', is('patient.gender', 'female')), '女性患者有多少位？'],
    // Places of people, of buildings, of what is sent.
    [counted('patient', is('patient.city', '杭州')), '来自“杭州”的患者有多少位？'],
    [counted('ward', is('ward.city', '杭州')), '位于“杭州”的病房有多少间？'],
    [counted('visit', is('visit.target', '杭州')), '发往“杭州”的就诊有多少次？'],
    [counted('visit', is('visit.origin', '杭州')), '从“杭州”出发的就诊有多少次？'],
    // Flags.
    [counted('staff', is('staff.mfa', 'f')), '未启用多因素认证的员工有多少位？'],
    [counted('ward', is('ward.closed', 't')), '已停用的病房有多少间？'],
    [counted('ward', is('ward.visible', 'f')), '不可见的病房有多少间？'],
    [counted('ward', is('ward.preferred', 'f')), '非重点病房有多少间？'],
    [counted('patient', is('patient.is_insured', 'f')), '没有医保的患者有多少位？'],
    [counted('patient', is('patient.is_smoker', 'f')), '不吸烟的患者有多少位？'],
    [counted('patient', is('patient.subsidy', 't')), '有补贴的患者有多少位？'],
    // What rows are is one noun with them.
    [counted('patient', is('patient.is_vip', 't')), 'VIP 患者有多少位？'],
    [counted('patient', is('patient.is_donor', 'f')), '非捐献者有多少位？'],
    [counted('visit', is('visit>patient.is_vip', 't')), 'VIP 患者共有多少次就诊？'],
    // A degree is no state, a short state is a word before the noun.
    [counted('patient', is('patient.level', '2')), '中优先级患者有多少位？'],
    [counted('patient', is('patient.stage', '1')), '正式患者有多少位？'],
    // What was done is said with 已.
    [counted('visit', is('visit.status', '1')), '已停用的就诊有多少次？'],
    // States that the database writes in English; the code stays in the statement.
    [counted('visit', is('visit.status', 'approved')), '已批准的就诊有多少次？'],
    [counted('staff', is('staff.state', 'divorced')), '婚姻状况为离异的员工有多少位？'],
    [counted('visit', is('visit.status', 'zz')), '状态为“zz”的就诊有多少次？'],
    // Staff 经手 what happens.
    [counted('visit', is('visit>staff.state', 'M')), '已婚员工经手的就诊有多少次？'],
    // Forms of pay and the like stand before the noun by themselves.
    [counted('staff', is('staff.salaried', 't')), '月薪制员工有多少位？'],
    [counted('staff', is('staff.salaried', 'f')), '非月薪制员工有多少位？'],
    // More than one condition is one predicate, without a row of 的.
    [
      counted('visit', both(is('visit>patient.city', '杭州'), is('visit.target', '宁波'))),
      '患者来自“杭州”且发往“宁波”的就诊有多少次？',
    ],
    [counted('patient', both(is('patient.gender', 'M'), is('patient.city', '杭州'))), '来自“杭州”的男性患者有多少位？'],
  ])('%#', (intent, expected) => {
    expect(first(intent)).toBe(expected);
  });

  it('says what happened at a time with its verb', () => {
    const in2020 = (place: string): Condition => ({
      form: 'period',
      of: ref(place),
      period: { unit: 'year', year: 2020 },
    });
    expect(first(counted('staff', in2020('staff.hired')))).toBe('2020年入职的员工有多少位？');
    expect(first(counted('patient', in2020('patient.birth_date')))).toBe('2020年出生的患者有多少位？');
    // Rows of people have a time too, but are not of it.
    const joined = { ...ref('staff.hired'), entity: { ...of('staff'), kind: 'event', time: 'hired' } } as const;
    const where: Condition = { form: 'period', of: joined, period: { unit: 'year', year: 2020 } };
    expect(first(counted('staff', where))).toBe('2020年入职的员工有多少位？');
  });
});

describe('what the staff does', () => {
  const named = (noun: string) => ({ kind: 'event', name: names('row', noun) }) as const;

  it('is 经手 for customers, not for what happens to itself', () => {
    expect(doingZh('员工', named('退款'))).toBe('经手');
    expect(doingZh('承运商', named('运单'))).toBe('承运');
    expect(doingZh('员工', named('培训记录'))).toBeNull();
    expect(doingZh('客户', named('订单'))).toBeNull();
  });
});

describe('Chinese groups', () => {
  const byYear = { dimensions: [{ form: 'time', of: ref('staff.hired'), bucket: 'year' }] } as const;

  it('opens with the rows under conditions', () => {
    const dimensions = [{ form: 'field', of: ref('visit>patient.city') }] as const;
    const where = is('visit.status', '1');
    expect(first(counted('visit', where, { dimensions }))).toBe('按患者所在城市统计已停用的就诊次数。');
    const total = { form: 'aggregate', by: 'sum', of: ref('visit.fee') } as const;
    expect(first(counted('visit', where, { dimensions, measures: [total] }))).toBe(
      '已停用的就诊中，各城市患者的总费用分别是多少？',
    );
  });

  it('does not promise every group where those without rows are left out', () => {
    const [step] = stepsOut(index, of('patient'));
    const dimensions = step ? [{ form: 'entity', path: [step], entity: step.target, withEmpty: false } as const] : [];
    const asked = phrases(counted('patient', is('patient.gender', 'M'), { dimensions }), 'zh');
    expect(asked).toEqual(['按病房统计男性患者数。']);
  });

  it('names what is counted where the groups have its measure word', () => {
    const dimensions = [{ form: 'field', of: ref('visit.target') }] as const;
    const where = is('visit.status', '1');
    const inPieces = { ...of('visit'), name: names('visit', '走访/个') };
    const asked = phrases({ ...counted('visit', where, { dimensions }), subject: inPieces }, 'zh');
    expect(asked[0]).toBe('已停用的走访中，各收货城市分别有多少个走访？');
  });

  it('asks for times by their verb, the period of the same time first', () => {
    expect(first(counted('staff', null, byYear))).toBe('每年分别有多少位员工入职？');
    const where: Condition = {
      form: 'period',
      of: ref('staff.hired'),
      period: { unit: 'year', year: 2020 },
    };
    const byMonth = { dimensions: [{ form: 'time', of: ref('staff.hired'), bucket: 'month' }] } as const;
    expect(first(counted('staff', where, byMonth))).toBe('2020年每个月分别有多少位员工入职？');
  });

  it('names the two states of a flag', () => {
    expect(first(counted('ward', null, { dimensions: [{ form: 'field', of: ref('ward.closed') }] }))).toBe(
      '已停用和未停用的病房各有多少间？',
    );
    expect(first(counted('patient', null, { dimensions: [{ form: 'field', of: ref('patient>ward.closed') }] }))).toBe(
      '按病房是否停用统计患者数。',
    );
  });

  it('asks how many owners rows have without a clause in a clause', () => {
    const [step] = stepsOut(index, of('visit'));
    const measures = step ? [{ form: 'distinct', path: [step], entity: step.target } as const] : [];
    expect(first(counted('visit', is('visit.status', '1'), { measures }))).toBe('有多少位患者有过已停用就诊？');
    expect(first(counted('visit', null, { measures }))).toBe('有多少位患者就诊过？');
  });

  it('says 没有 of rows by their state', () => {
    const [step] = stepsIn(index, of('ward'));
    const where = step
      ? ({ form: 'exists', path: [step], where: is('patient.gender', 'M'), negated: true } as const)
      : null;
    expect(first(intentOf(of('ward'), { where }))).toBe('没有男性患者的病房有哪些？');
  });

  it('does not repeat the words of a duration', () => {
    const [days] = index.metricsOf(of('visit').id);
    const ofDays = { form: 'metric', path: [], entity: of('visit'), metric: days, through: new Map() } as never;
    const measures = [
      { form: 'aggregate', by: 'min', of: ofDays },
      { form: 'aggregate', by: 'max', of: ofDays },
    ] as const;
    expect(first(counted('visit', null, { measures }))).toBe('就诊从预约到就诊的最短天数和最长天数分别是多少？');
  });
});
