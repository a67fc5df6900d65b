namespace InferenceHost.Publishing;

/// <summary>An access key and its secret, compared by value: other ones are another store. Printing it gives no part of them.</summary>
internal sealed record S3Access(string AccessKey, string SecretKey, string? SessionToken)
{
    public override string ToString() => "S3 credentials";
}
