namespace Inference.Manifests.Schemas;

/// <summary>The rules that texts in manifests follow.</summary>
internal static class Texts
{
    public static readonly Schema<bool> Boolean = new BooleanSchema();
    public static readonly Schema<string> Json = new JsonSchema();
    public static readonly Schema<string> Any = Rule("a string", _ => true);
    public static readonly Schema<string> NotEmpty = Rule("a string that is not empty", text => !string.IsNullOrWhiteSpace(text), @"\S");
    public static readonly Schema<string> Hidden = new TextSchema<string>("a string", Accept) { HidesValue = true };

    public static readonly Schema<string> Label = Named("a name of up to 63 small letters, digits and '-', which stands at neither end");
    public static readonly Schema<string> BoxAlias = Named("the alias of an entry of spec.connectedBoxes");
    public static readonly Schema<string> BoxName = Named("the name of a DataBox");

    public static readonly Schema<string> UrlPath = new TextSchema<string>(
        "one URL segment of letters, digits, '-', '_', '.' and '~'", (string text, out string value) => Keep(UrlSegment.IsValid(text), text, out value))
    {
        Pattern = "^[A-Za-z0-9._~-]{1,63}$",
        Suggest = text => text.Trim('/'),
    };

    public static readonly Schema<string> EnvironmentVariable = new TextSchema<string>(
        "a variable's name of letters, digits, '_', '-' and '.' that does not begin with a digit",
        (string text, out string value) => Keep(CodeName.IsEnvironmentVariable(text), text, out value))
    {
        Pattern = "^[-._a-zA-Z][-._a-zA-Z0-9]*$",
    };

    public static readonly Schema<string> PythonFunction = new TextSchema<string>(
        "a module and a function, such as ocr.predict.inference", (string text, out string value) => Keep(CodeName.IsPythonFunction(text), text, out value))
    {
        Pattern = @"^[^.\s]+([.][^.\s]+)+$",
        Suggest = text => text.Replace(".py", "", StringComparison.Ordinal).Replace('/', '.').Replace(':', '.').TrimEnd('(', ')'),
    };

    public static readonly Schema<string> DotNetType = Rule("a type's full name, such as Ocr.Model", CodeName.IsDotNetType, @"^[^.+\s]+([.+][^.+\s]+)*$");
    public static readonly Schema<string> Bucket = Rule("a bucket's name: 3 to 63 small letters, digits, '-' and '.'", BucketName.IsValid, "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$");

    // an address may have come with a password in it
    public static readonly Schema<string> Url = new TextSchema<string>(
        "an address that begins with http:// or https://, without user, query and fragment",
        (string text, out string value) => Keep(WebAddress.IsUrl(text), text, out value))
    {
        HidesValue = true,
    };

    public static readonly Schema<string> Issuer = new TextSchema<string>(
        "an address that begins with https:// (http:// only to this machine), without user, query and fragment",
        (string text, out string value) => Keep(WebAddress.IsSafeUrl(text), text, out value))
    {
        HidesValue = true,
    };

    public static readonly Schema<string> Origin = new TextSchema<string>(
        "an origin such as https://app.example, in small letters and without a path, or *",
        (string text, out string value) => Keep(WebAddress.IsOrigin(text), text, out value))
    {
        Pattern = @"^([*]|https?://[^\s/\\@?#]+)$",
        Suggest = WebAddress.ToOrigin,
    };

    /// <summary>One of a few words.</summary>
    public static Schema<string> Choice(params IReadOnlyList<string> words)
        => new TextSchema<string>(string.Join(", ", words.SkipLast(1)) + " or " + words[^1], (string text, out string value) => Keep(words.Contains(text), text, out value))
        {
            Choices = words,
            Suggest = text => NearName.Find(text, words),
        };

    private static TextSchema<string> Rule(string expectation, Func<string, bool> isValid, string? pattern = null)
        => new(expectation, (string text, out string value) => Keep(isValid(text), text, out value)) { Pattern = pattern };

    private static TextSchema<string> Named(string expectation)
        => new(expectation, (string text, out string value) => Keep(DnsLabel.IsValid(text), text, out value))
        {
            Pattern = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
            Suggest = DnsLabel.FromText,
        };

    private static bool Accept(string text, out string value) => Keep(true, text, out value);

    private static bool Keep(bool isValid, string text, out string value)
    {
        value = text;
        return isValid;
    }
}
