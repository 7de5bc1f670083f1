// The knowledge tables: what the APIs of each library do. Data only, no behaviour.
export * from './estimators';
export * from './functions';
export * from './methods';
export * from './networks';
