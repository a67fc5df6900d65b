namespace Inference.Manifests.Reading;

/// <summary>
/// What a scalar is: quoted and block scalars are always text; a plain one as the YAML reader of Kubernetes has it, which is the
/// core schema with the additional booleans <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c> of YAML 1.1.
/// </summary>
internal enum ScalarKind
{
    Text,
    Null,
    Boolean,
    Integer,
    Float,
}
