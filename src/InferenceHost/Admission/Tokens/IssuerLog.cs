namespace InferenceHost.Admission.Tokens;

/// <summary>What becomes of issuers, for those who run the host.</summary>
internal sealed partial class IssuerLog(ILogger logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "the keys of issuer {Issuer} were read")]
    public partial void Read(string issuer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the keys of issuer {Issuer} cannot be had: {Reason}")]
    public partial void Failed(string issuer, string reason);
}
