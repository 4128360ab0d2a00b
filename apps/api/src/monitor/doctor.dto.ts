import { CHECK_NAMES, CHECK_STATUSES, type CheckName, type CheckStatus } from '#libs/doctor';
import { ChoiceProperty, ObjectListProperty, TextProperty } from '../fields/properties.js';

export class CheckView {
  @ChoiceProperty(CHECK_NAMES, { description: 'A name may have several checks: reachability, rights, versions' })
  name!: CheckName;

  @ChoiceProperty(CHECK_STATUSES)
  status!: CheckStatus;

  @TextProperty({ description: 'Never a password or a key' })
  message!: string;

  @TextProperty({ nullable: true, description: 'What to do; null where nothing is wrong' })
  remedy!: string | null;
}

export class ExaminationView {
  @ChoiceProperty(CHECK_STATUSES, { description: 'The worst of the checks' })
  status!: CheckStatus;

  @TextProperty({ description: 'Version of the API' })
  version!: string;

  @ObjectListProperty(() => CheckView)
  checks!: CheckView[];
}
