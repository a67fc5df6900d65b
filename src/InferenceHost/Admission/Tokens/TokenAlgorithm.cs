namespace InferenceHost.Admission.Tokens;

/// <summary>How tokens may be signed (RFC 7518, 3.1). Anything else, <c>none</c> and HMAC above all, is refused by not being here.</summary>
internal enum TokenAlgorithm
{
    RS256,
    PS256,
    ES256,
}
