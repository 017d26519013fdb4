/**
 * The architecture of an Amazon EC2 instance type or family (`m6g.large`, `m6g`): letters of the family, its generation, its attributes. `g`
 * among the attributes is a Graviton processor; GB200 and GB300 come with Grace (docs.aws.amazon.com/ec2, “Amazon EC2 instance type naming
 * conventions”). Undefined for names of other clouds (`t2a-standard-4`), and for Macs, which run no Kubernetes nodes.
 */
export function architectureOfInstance(name: string): 'amd64' | 'arm64' | undefined {
  const [, family = '', generation = '', attributes = '', rest = ''] =
    /^([a-z]{1,5})(\d{1,2})([a-z]{0,8})(-(?:flex|\d{1,3}tb\d?|g?b\d{3}))?(?:\.[a-z\d-]{1,32})?$/.exec(name) ?? [];
  if (family === '') {
    // the first high-memory instances: u-6tb1.metal
    return /^u-\d{1,3}tb\d(?:\.[a-z\d-]{1,32})?$/.test(name) ? 'amd64' : undefined;
  }
  if (family === 'mac') {
    return undefined;
  }
  const isArm = (family === 'a' && generation === '1') || attributes.includes('g') || /^-gb\d/.test(rest);
  return isArm ? 'arm64' : 'amd64';
}
