// The tables of removed APIs, one a library.
export * from './table';
export { lightgbmRemoved, xgboostRemoved } from './boosting';
export { kerasRemoved, tensorflowRemoved } from './keras';
export { numpyRemoved } from './numpy';
export { pandasRemoved } from './pandas';
export { sklearnRemoved } from './scikit-learn';
export { datasetsRemoved, torchRemoved, torchtextRemoved, torchvisionRemoved, transformersRemoved } from './torch';
