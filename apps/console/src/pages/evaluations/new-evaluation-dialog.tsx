import { useState } from 'react';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError, Dialog } from '../../ui/dialog.js';
import { Checkbox, Select, TextInput } from '../../ui/fields.js';
import { visibleText } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import { ARMS, armNames, levelNames, READER_ARMS, type Arm } from './names.js';
import { evaluationTexts, formTexts } from './texts.js';
import { useSetName, useStart, type EvaluationRequest, type QuestionSet } from './use-evaluations.js';

const HELD_OUT = 'held-out';
const LONGEST_NAME = 80;

interface Draft {
  readonly set: string;
  readonly arms: readonly Arm[];
  readonly level: 'retrieval' | 'answers';
  readonly mode: 'vector' | 'hybrid';
  readonly embedder: 'store' | 'built_in';
  readonly results: string;
  readonly questions: string;
  readonly tokens: string;
  readonly cost: string;
  readonly sufficiency: string;
  readonly allTables: string;
}

const EMPTY: Draft = {
  set: HELD_OUT,
  arms: READER_ARMS,
  level: 'retrieval',
  mode: 'vector',
  embedder: 'store',
  results: '10',
  questions: '',
  tokens: '',
  cost: '',
  sufficiency: '',
  allTables: '',
};

interface NewEvaluationDialogProps {
  readonly taskId: string;
  readonly sets: readonly QuestionSet[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function NewEvaluationDialog({ taskId, sets, isOpen, onClose }: NewEvaluationDialogProps) {
  const t = useTexts(formTexts);
  const { start: verb } = useTexts(evaluationTexts);
  const [draft, setDraft] = useState(EMPTY);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const start = useStart(taskId);
  return (
    <Dialog wide title={t.title} isOpen={isOpen} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate(requestOf(draft));
        }}
      >
        <What draft={draft} change={change} taskId={taskId} sets={sets} />
        <How draft={draft} change={change} />
        <Limits draft={draft} change={change} />
        <ActionError error={start.error} />
        <footer className="dialog-footer">
          {draft.arms.length === 0 && <span className="quiet">{t.needsArm}</span>}
          <Button onPress={onClose}>{t.cancel}</Button>
          <Button kind="primary" type="submit" isDisabled={draft.arms.length === 0} isPending={start.isPending}>
            {verb}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
}

interface WhatProps extends PartProps {
  readonly taskId: string;
  readonly sets: readonly QuestionSet[];
}

function What({ draft, change, taskId, sets }: WhatProps) {
  const nameOfSet = useSetName(taskId);
  const t = useTexts(formTexts);
  const { set: label } = useTexts(evaluationTexts);
  const names = useTexts(armNames);
  const format = useFormat();
  return (
    <>
      <Select
        label={label}
        value={draft.set}
        onChange={(set) => change({ set })}
        choices={[
          { value: HELD_OUT, name: t.heldOut },
          ...sets.map(({ set_id: value, question_count: count }) => ({
            value,
            name: t.setChoice({
              name: visibleText(nameOfSet(value, sets).slice(0, LONGEST_NAME)),
              count: format.number(count),
            }),
          })),
        ]}
      />
      <fieldset className="arm-choices">
        <legend>{t.arms}</legend>
        {ARMS.map((arm) => (
          <Checkbox
            key={arm}
            isSelected={draft.arms.includes(arm)}
            onChange={(isChosen) =>
              change({ arms: ARMS.filter((one) => (one === arm ? isChosen : draft.arms.includes(one))) })
            }
          >
            {names[arm]}
          </Checkbox>
        ))}
        {draft.arms.some((arm) => !READER_ARMS.includes(arm)) && <p className="help">{t.embedderArmsHelp}</p>}
      </fieldset>
    </>
  );
}

function How({ draft, change }: PartProps) {
  const t = useTexts(formTexts);
  const levels = useTexts(levelNames);
  return (
    <>
      <div className="filters">
        <Select<Draft['level']>
          label={t.level}
          value={draft.level}
          onChange={(level) => change({ level })}
          choices={(['retrieval', 'answers'] as const).map((value) => ({ value, name: levels[value] }))}
        />
        <Select<Draft['mode']>
          label={t.mode}
          value={draft.mode}
          onChange={(mode) => change({ mode })}
          choices={[
            { value: 'vector', name: t.vector },
            { value: 'hybrid', name: t.hybrid },
          ]}
        />
        <Select<Draft['embedder']>
          label={t.embedder}
          value={draft.embedder}
          onChange={(embedder) =>
            // That arm is measured with the embedder of the store alone.
            change(
              embedder === 'store' ? { embedder } : { embedder, arms: draft.arms.filter((arm) => arm !== 'context') },
            )
          }
          choices={[
            { value: 'store', name: t.store },
            { value: 'built_in', name: t.builtIn },
          ]}
        />
      </div>
      <p className="help">
        {t.levelHelp}
        {draft.embedder === 'built_in' && ` ${t.builtInHelp}`}
      </p>
    </>
  );
}

function Limits({ draft, change }: PartProps) {
  const t = useTexts(formTexts);
  const number = (label: string, name: keyof Draft, max: number, placeholder: string) => (
    <TextInput
      label={label}
      type="number"
      min={1}
      max={max}
      placeholder={placeholder}
      value={String(draft[name])}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <>
      <div className="filters">
        {number(t.results, 'results', 50, '10')}
        {number(t.maxQuestions, 'questions', 50_000, t.unlimited)}
        {draft.level === 'answers' && number(t.maxTokens, 'tokens', 1e12, t.unlimited)}
        {draft.level === 'answers' && number(t.maxCost, 'cost', 1e9, t.unlimited)}
      </div>
      <fieldset className="arm-choices">
        <legend>{t.gate}</legend>
        <div className="filters">
          {number(t.minSufficiency, 'sufficiency', 100, t.noGate)}
          {number(t.minAllTables, 'allTables', 100, t.noGate)}
        </div>
        <p className="help">{t.gateHelp}</p>
      </fieldset>
    </>
  );
}

function requestOf(draft: Draft): EvaluationRequest {
  const { set, arms, level, mode, embedder, results } = draft;
  const limits = {
    max_questions: draft.questions,
    min_context_sufficiency: draft.sufficiency,
    min_all_tables: draft.allTables,
    ...(level === 'answers' ? { max_tokens: draft.tokens, max_cost: draft.cost } : {}),
  };
  const given = Object.entries(limits).flatMap(([name, text]) => (text === '' ? [] : [[name, Number(text)] as const]));
  return {
    ...(set === HELD_OUT ? {} : { set_id: set }),
    arms: [...arms],
    level,
    mode,
    embedder,
    results: Number(results) || 10,
    ...Object.fromEntries(given),
  };
}
