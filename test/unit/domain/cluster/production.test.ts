import assert from 'node:assert/strict';
import { looksLikeProduction } from '../../../../src/domain/cluster/production.ts';

describe('what looks like production', () => {
  for (const name of [
    'prod',
    'PROD',
    'eu-production-2',
    'gke_acme-prod_europe-west1_main',
    'arn:aws:eks:eu-central-1:123456789012:cluster/live',
    'shopProd',
    'acmeprod',
    'norwayprod',
    'prod01',
    'prd',
    'k8s.production.example.com',
  ]) {
    it(`is ${name}`, () => {
      assert.equal(looksLikeProduction([undefined, name]), true);
    });
  }

  for (const name of [
    'preprod',
    'pre-prod',
    'non-prod',
    'nonproduction',
    'not-production',
    'product-search',
    'producer',
    'reproduction',
    'delivery',
    'liveness',
    'staging',
    'default',
    'kind-dev',
    '',
  ]) {
    it(`is not ${name || 'nothing'}`, () => {
      assert.equal(looksLikeProduction([name, undefined]), false);
    });
  }
});
