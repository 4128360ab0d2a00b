import { useState } from 'react';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { ActionError, Dialog } from '../../ui/dialog.js';
import { Select, TextBlock, TextInput, type Choice } from '../../ui/fields.js';
import { visibleText } from '../../ui/foreign.js';
import { CodeTable } from './code-table.js';
import { ALIVE, changesOf, formOf, type ItemForm } from './item-form.js';
import { additivityTexts, keyTexts, kindTexts, meaningTexts, roleTexts } from './meaning-texts.js';
import type { ModelItem } from './model-types.js';
import { StatementList } from './statement-list.js';
import { currentOf, useItemChange } from './use-model.js';

interface ItemEditorProps {
  readonly taskId: string;
  readonly item: ModelItem;
  /** Of the table, for statements that name one. */
  readonly columns: readonly string[];
  readonly onClose: () => void;
}

/** The statements about a table or a column, to be edited. Two people who edit it see each other. */
export function ItemEditor({ taskId, item, columns, onClose }: ItemEditorProps) {
  const t = useTexts(meaningTexts);
  const [base, setBase] = useState(item);
  const [form, setForm] = useState(() => formOf(item));
  const change = useItemChange(taskId, onClose);
  const set = changesOf(base, form);
  const theirs = currentOf(change.error);
  const put = (part: Partial<ItemForm>) => setForm({ ...form, ...part });
  const save = (on: ModelItem) => change.mutate({ item: on, set });
  return (
    <Dialog
      title={t.editNamed({ name: visibleText(item.name ?? item.table) })}
      isOpen
      isPersistent
      wide
      onClose={onClose}
    >
      <div className="dialog-body stack">
        <NameFields form={form} put={put} />
        {item.part === 'table' ? (
          <TableFields form={form} put={put} columns={columns} />
        ) : (
          <ColumnFields form={form} put={put} columns={columns} />
        )}
      </div>
      {theirs === null ? (
        <ActionError error={change.error} />
      ) : (
        <div className="model-conflict" role="alert">
          <p>{t.conflict}</p>
          <StatementList item={theirs} />
          <div className="pair-actions">
            <Button
              small
              onPress={() => {
                setBase(theirs);
                setForm(formOf(theirs));
                change.reset();
              }}
            >
              {t.takeTheirs}
            </Button>
            <Button small kind="primary" onPress={() => save(theirs)}>
              {t.keepMine}
            </Button>
          </div>
        </div>
      )}
      <footer className="dialog-footer">
        <Button onPress={onClose}>{t.cancel}</Button>
        <Button
          kind="primary"
          isPending={change.isPending}
          isDisabled={Object.keys(set).length === 0 || theirs !== null}
          onPress={() => save(base)}
        >
          {t.save}
        </Button>
      </footer>
    </Dialog>
  );
}

interface FieldsProps {
  readonly form: ItemForm;
  readonly put: (part: Partial<ItemForm>) => void;
}

function NameFields({ form, put }: FieldsProps) {
  const t = useTexts(meaningTexts);
  const keys = useTexts(keyTexts);
  const { label, synonyms } = form;
  return (
    <div className="model-form">
      <TextInput
        label={t.nameZh}
        value={label.zh}
        onChange={(zh) => put({ label: { ...label, zh } })}
        maxLength={400}
      />
      <TextInput
        label={t.nameEn}
        value={label.en}
        onChange={(en) => put({ label: { ...label, en } })}
        maxLength={400}
      />
      <TextInput label={t.synonymsZh} value={synonyms.zh} onChange={(zh) => put({ synonyms: { ...synonyms, zh } })} />
      <TextInput label={t.synonymsEn} value={synonyms.en} onChange={(en) => put({ synonyms: { ...synonyms, en } })} />
      <TextBlock
        label={keys.description}
        value={form.description}
        onChange={(description) => put({ description })}
        rows={2}
        maxLength={400}
      />
    </div>
  );
}

function TableFields({ form, put, columns }: FieldsProps & Pick<ItemEditorProps, 'columns'>) {
  const t = useTexts(meaningTexts);
  const keys = useTexts(keyTexts);
  const choices = useColumnChoices(columns);
  const alive = [...new Set([...ALIVE, form.softDeleteAlive])];
  return (
    <div className="model-form">
      <Select
        label={keys.kind}
        value={form.kind}
        onChange={(kind) => put({ kind })}
        choices={choicesOf(useTexts(kindTexts))}
      />
      <Select label={keys.time} value={form.time} onChange={(time) => put({ time })} choices={choices} />
      <Select
        label={t.softDeleteField}
        value={form.softDeleteField}
        onChange={(softDeleteField) => put({ softDeleteField })}
        choices={choices}
      />
      <Select
        label={t.softDeleteAlive}
        value={form.softDeleteAlive}
        onChange={(softDeleteAlive) => put({ softDeleteAlive })}
        choices={alive.map((value) => ({ value, name: value }))}
      />
    </div>
  );
}

function ColumnFields({ form, put, columns }: FieldsProps & Pick<ItemEditorProps, 'columns'>) {
  const t = useTexts(meaningTexts);
  const keys = useTexts(keyTexts);
  const choices = useColumnChoices(columns);
  const { nullMeaning } = form;
  return (
    <>
      <div className="model-form">
        <Select
          label={keys.role}
          value={form.role}
          onChange={(role) => put({ role })}
          choices={choicesOf(useTexts(roleTexts))}
          {...(form.role === 'sensitive' && { help: t.sensitiveHelp })}
        />
        <Select
          label={keys.additivity}
          value={form.additivity}
          onChange={(additivity) => put({ additivity })}
          choices={choicesOf(useTexts(additivityTexts))}
        />
        <TextInput
          label={t.unitKind}
          help={t.unitKindHelp}
          value={form.unitKind}
          onChange={(unitKind) => put({ unitKind })}
        />
        <TextInput
          label={t.unitCode}
          help={t.unitCodeHelp}
          value={form.unitCode}
          onChange={(unitCode) => put({ unitCode })}
        />
        <Select
          label={t.unitField}
          value={form.unitField}
          onChange={(unitField) => put({ unitField })}
          choices={choices}
        />
        <TextInput
          label={t.nullZh}
          value={nullMeaning.zh}
          onChange={(zh) => put({ nullMeaning: { ...nullMeaning, zh } })}
        />
        <TextInput
          label={t.nullEn}
          value={nullMeaning.en}
          onChange={(en) => put({ nullMeaning: { ...nullMeaning, en } })}
        />
      </div>
      {form.role !== 'sensitive' && <CodeTable codes={form.codes} onChange={(codes) => put({ codes })} />}
    </>
  );
}

function useColumnChoices(columns: readonly string[]): Choice<string>[] {
  const t = useTexts(meaningTexts);
  return [{ value: '', name: t.none }, ...columns.map((name) => ({ value: name, name: visibleText(name) }))];
}

function choicesOf(texts: Readonly<Record<string, string>>): Choice<string>[] {
  return Object.entries(texts).map(([value, name]) => ({ value, name }));
}
