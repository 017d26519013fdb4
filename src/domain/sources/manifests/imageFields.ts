/** Where objects of an API group name images, besides the lists of containers that every pod template has. */
export interface ImageFields {
  /** Fields with a list of containers, at any depth. */
  readonly lists?: readonly string[];
  /** Fields with one container, at any depth, besides `container`. */
  readonly containers?: readonly string[];
  /** Paths of fields with an image, by the kind of object; `*` stands for each item of a list or field of a mapping. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  /** A template's `nodeSelector`, `affinity` or `tolerations` replace those of the specification around it. */
  readonly inherits?: true;
}

const own: ImageFields = { paths: { '*': ['spec.image'] } };
const percona = ['spec.image', 'spec.backup.image', 'spec.pmm.image'];

/** Kubernetes' own lists of containers (core/v1, `PodSpec`), which other APIs adopt. */
export const containerLists = ['containers', 'initContainers', 'ephemeralContainers'] as const;

/** Fields by API group, from the reference of each API; its name is the key. */
const fieldsOfGroups: Readonly<Record<string, ImageFields>> = {
  // pkg/apis/workflow/v1alpha1: Template has `script` and `sidecars`; workflow/controller addSchedulingConstraints
  'argoproj.io': { lists: ['sidecars'], containers: ['script'], inherits: true },
  // Task: `steps`, `sidecars` and `stepTemplate`
  'tekton.dev': { lists: ['steps', 'sidecars'], containers: ['stepTemplate'] },
  'kubevirt.io': { containers: ['containerDisk'] },
  // InferenceService: `predictor.model` is a container
  'serving.kserve.io': { containers: ['model', 'pytorch', 'sklearn', 'tensorflow', 'triton', 'xgboost'] },
  'monitoring.coreos.com': { paths: { '*': ['spec.image', 'spec.thanos.image'] } },
  'opentelemetry.io': {
    paths: {
      '*': ['spec.image', 'spec.targetAllocator.image'],
      Instrumentation: ['spec.*.image'],
    },
  },
  'operators.coreos.com': {
    lists: ['relatedImages'],
    paths: { CatalogSource: ['spec.image'] },
  },
  'postgresql.cnpg.io': {
    paths: {
      Cluster: ['spec.imageName'],
      ImageCatalog: ['spec.images.*.image'],
      ClusterImageCatalog: ['spec.images.*.image'],
    },
  },
  'acid.zalan.do': {
    paths: { postgresql: ['spec.dockerImage'], OperatorConfiguration: ['configuration.docker_image'] },
  },
  'postgres-operator.crunchydata.com': {
    paths: {
      '*': [
        'spec.image',
        'spec.backups.pgbackrest.image',
        'spec.proxy.pgBouncer.image',
        'spec.monitoring.pgmonitor.exporter.image',
      ],
    },
  },
  'pgv2.percona.com': {
    paths: { '*': ['spec.image', 'spec.backups.pgbackrest.image', 'spec.proxy.pgBouncer.image', 'spec.pmm.image'] },
  },
  'psmdb.percona.com': { paths: { '*': percona } },
  'pxc.percona.com': {
    paths: {
      '*': [...percona, 'spec.pxc.image', 'spec.haproxy.image', 'spec.proxysql.image', 'spec.logcollector.image'],
    },
  },
  'ps.percona.com': {
    paths: {
      '*': [...percona, 'spec.mysql.image', 'spec.proxy.*.image', 'spec.orchestrator.image', 'spec.toolkit.image'],
    },
  },
  'mysql.presslabs.org': { paths: { '*': ['spec.image'] } },
  'k8s.mariadb.com': { paths: { '*': ['spec.image', 'spec.metrics.exporter.image'] } },
  'mariadb.mmontes.io': { paths: { '*': ['spec.image'] } },
  'cassandra.datastax.com': {
    paths: { '*': ['spec.serverImage', 'spec.systemLoggerImage', 'spec.configBuilderImage'] },
  },
  'rabbitmq.com': { paths: { RabbitmqCluster: ['spec.image'] } },
  'kafka.strimzi.io': {
    paths: {
      '*': ['spec.image'],
      Kafka: [
        'spec.kafka.image',
        'spec.zookeeper.image',
        'spec.entityOperator.*.image',
        'spec.kafkaExporter.image',
        'spec.cruiseControl.image',
      ],
    },
  },
  'redis.redis.opstreelabs.in': { paths: { '*': ['spec.kubernetesConfig.image', 'spec.redisExporter.image'] } },
  'databases.spotahome.com': { paths: { '*': ['spec.redis.image', 'spec.sentinel.image', 'spec.*.exporter.image'] } },
  'minio.min.io': { paths: { Tenant: ['spec.image'] } },
  'ceph.rook.io': { paths: { CephCluster: ['spec.cephVersion.image'] } },
  'elasticsearch.k8s.elastic.co': own,
  'kibana.k8s.elastic.co': own,
  'apm.k8s.elastic.co': own,
  'agent.k8s.elastic.co': own,
  'beat.k8s.elastic.co': own,
  'enterprisesearch.k8s.elastic.co': own,
  'logstash.k8s.elastic.co': own,
  'maps.k8s.elastic.co': own,
  'sparkoperator.k8s.io': {
    paths: {
      '*': ['spec.image', 'spec.driver.image', 'spec.executor.image'],
      ScheduledSparkApplication: ['spec.template.image', 'spec.template.driver.image', 'spec.template.executor.image'],
    },
  },
  'flink.apache.org': { paths: { FlinkDeployment: ['spec.image'] } },
  'operator.victoriametrics.com': {
    paths: { '*': ['spec.image', 'spec.vmstorage.image', 'spec.vmselect.image', 'spec.vminsert.image'] },
  },
  'jaegertracing.io': { paths: { Jaeger: ['spec.*.image'] } },
  'openfaas.com': own,
  'dragonflydb.io': own,
  'config.kubeflow.org': { paths: { KatibConfig: ['runtime.*.*.image'] } },
  'k8s.keycloak.org': { paths: { Keycloak: ['spec.image'] } },
  'longhorn.io': { paths: { EngineImage: ['spec.image'] } },
  'actions.summerwind.dev': { paths: { '*': ['spec.image', 'spec.dockerdImage', 'spec.template.spec.image'] } },
};

const none: ImageFields = {};

export function fieldsOf(group: string): ImageFields {
  return Object.hasOwn(fieldsOfGroups, group) ? (fieldsOfGroups[group] ?? none) : none;
}

/** The paths of a kind, and those of every kind of its group. */
export function pathsOf({ paths = {} }: ImageFields, kind: string): readonly string[] {
  return [...(paths['*'] ?? []), ...(kind !== '*' && Object.hasOwn(paths, kind) ? (paths[kind] ?? []) : [])];
}
