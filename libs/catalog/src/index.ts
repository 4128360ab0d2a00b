export type {
  Catalog,
  CheckConstraint,
  Column,
  ColumnProfile,
  ForeignKey,
  Index,
  KeyConstraint,
  Relation,
  RelationKind,
  RelationProfile,
  Sequence,
  UserType,
} from './model.js';
