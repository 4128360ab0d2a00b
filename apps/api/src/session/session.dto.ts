import { API_KEY_SCOPES, type ApiKeyScope } from '#libs/database';
import { TextField } from '../fields/field.js';
import { ChoiceListProperty, FlagProperty, TextProperty, TimeProperty } from '../fields/properties.js';
import { BodyExample } from '../openapi/body-example.js';

@BodyExample<LogInRequest>({ key: 'dpk_…' })
export class LogInRequest {
  @TextField({ max: 500, trim: true, description: 'The API key; the cookie of the answer stands for it' })
  key!: string;
}

export class SessionView {
  @FlagProperty({ description: 'Whether requests of this client are served' })
  signed_in!: boolean;

  @FlagProperty({ description: 'False while the installation has no key: every request of this machine is served' })
  key_required!: boolean;

  @TextProperty({ nullable: true, description: 'Name of the key; null while no key is required' })
  name!: string | null;

  @ChoiceListProperty(API_KEY_SCOPES, { description: 'What the client may do, each scope named' })
  scopes!: ApiKeyScope[];

  @TimeProperty({ nullable: true, description: 'End of the session of a browser; null for a key in a header' })
  expires_at!: string | null;

  @TextProperty({ description: 'IANA name of the time zone of the installation', example: 'Asia/Shanghai' })
  time_zone!: string;

  @TextProperty({ nullable: true, description: 'Of the product; null before the login', example: '0.1.0' })
  version!: string | null;
}
