import {
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  ObjectProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';

class FailureData {
  @TextProperty({ description: 'The sentence about this error' })
  response!: string;

  @TextProperty()
  error_type!: string;

  @FlagProperty({ description: 'Whether the same request may succeed later' })
  can_retry!: boolean;

  @TimeProperty()
  timestamp!: string;
}

/** The body of every error. */
export class Failure {
  @ConstantProperty(false)
  success!: false;

  @IntegerProperty({ description: 'The status of the answer' })
  code!: number;

  @TextProperty()
  message!: string;

  @TextProperty()
  error_type!: string;

  @JsonProperty({ description: 'error_code and, of a refused request, problems: the field and the sentence of each' })
  details!: Record<string, unknown>;

  @ObjectProperty(() => FailureData)
  data!: FailureData;
}
