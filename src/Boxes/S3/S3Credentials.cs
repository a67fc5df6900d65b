namespace Inference.Boxes;

/// <summary>An access key and its secret. Says neither when it is printed.</summary>
public sealed class S3Credentials(string accessKey, string secretKey, string? sessionToken = null)
{
    public override string ToString() => "S3 credentials";

    internal Amazon.Runtime.AWSCredentials ToAws() => sessionToken is null
        ? new Amazon.Runtime.BasicAWSCredentials(accessKey, secretKey)
        : new Amazon.Runtime.SessionAWSCredentials(accessKey, secretKey, sessionToken);
}
