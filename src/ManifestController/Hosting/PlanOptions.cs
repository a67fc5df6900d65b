using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ManifestController.Planning.Settings;

namespace ManifestController.Hosting;

/// <summary>The options that say what manifests become.</summary>
internal static class PlanOptions
{
    private const string NoClass = "none";
    private static readonly string[] PullPolicies = ["IfNotPresent", "Always", "Never"];

    private static readonly Option<string> HostImage = OptionTexts.Text("--host-image", "The host's image (required).");
    private static readonly Option<string> PullPolicy = OptionTexts.Text("--image-pull-policy", "Of the host's image: IfNotPresent, Always or Never.", "IfNotPresent");
    private static readonly Option<string> PullSecrets = OptionTexts.Text("--image-pull-secrets", "Secrets of each namespace that images are pulled with, parted by commas.");
    private static readonly Option<string> StoreEndpoint = OptionTexts.Text("--s3-endpoint", "The default S3 store of boxes, as pods reach it.");
    private static readonly Option<string> StoreBucket = OptionTexts.Text("--s3-bucket", "The bucket of that store.");
    private static readonly Option<string> StoreRegion = OptionTexts.Text("--s3-region", "The region of that store.", "us-east-1");
    private static readonly Option<string> StoreSecret = OptionTexts.Text("--s3-credentials-secret", "The Secret of each namespace with that store's credentials.", "inference-s3");
    private static readonly Option<string> IngressClass = OptionTexts.Text("--ingress-class", "Class of the Ingresses; the cluster's default unless given, 'none' for no Ingress at all.");
    private static readonly Option<string> IngressHost = OptionTexts.Text("--ingress-host", "Host name of the published APIs.");
    private static readonly Option<string> IngressTlsSecret = OptionTexts.Text("--ingress-tls-secret", "The Secret of each namespace with the certificate of that host.");
    private static readonly Option<string> IngressAnnotations = OptionTexts.Text("--ingress-annotations", "Annotations of the Ingresses, name=value parted by commas.");
    private static readonly Option<string> Proxies = OptionTexts.Text("--trusted-proxies", "Networks (10.0.0.0/8,...) of proxies whose word on callers the hosts take.");
    private static readonly Option<string> RunAsIds = OptionTexts.Text("--run-as", "User and group of all pods, by number.", "10001:10001");
    private static readonly Option<string> Driver = OptionTexts.Text("--box-driver", "A JSON file: source of the volumes that mount boxes by a CSI driver.");

    public static IEnumerable<Option> All { get; } =
    [
        HostImage, PullPolicy, PullSecrets, StoreEndpoint, StoreBucket, StoreRegion, StoreSecret, IngressClass, IngressHost, IngressTlsSecret, IngressAnnotations, Proxies, RunAsIds, Driver,
    ];

    public static PlanSettings Read(ParseResult parsed, ICollection<string> problems) => new()
    {
        HostImage = OptionTexts.Value(parsed, HostImage) ?? OptionTexts.Wrong(problems, parsed, HostImage, "the name of the host's image", ""),
        ImagePullPolicy = PullPolicies.Contains(parsed.GetValue(PullPolicy)) ? parsed.GetValue(PullPolicy)! : OptionTexts.Wrong(problems, parsed, PullPolicy, "IfNotPresent, Always or Never", ""),
        ImagePullSecrets = OptionTexts.List(parsed, PullSecrets),
        Store = ReadStore(parsed, problems),
        Ingress = parsed.GetValue(IngressClass) == NoClass ? null : ReadIngress(parsed, problems),
        TrustedProxies = ReadProxies(parsed, problems),
        RunAs = ReadRunAs(parsed, problems),
        BoxDriver = ReadDriver(parsed, problems),
    };

    private static StoreSettings? ReadStore(ParseResult parsed, ICollection<string> problems)
    {
        var (endpoint, bucket) = (parsed.GetValue(StoreEndpoint)!, parsed.GetValue(StoreBucket)!);
        if (endpoint.Length == 0 != (bucket.Length == 0))
            problems.Add($"{StoreEndpoint.Name} and {StoreBucket.Name} go together: give both, or neither");
        if (endpoint.Length == 0 || bucket.Length == 0)
            return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            OptionTexts.Wrong(problems, parsed, StoreEndpoint, "an http or https URL without a user", 0);
        return new StoreSettings(endpoint, bucket, parsed.GetValue(StoreRegion)!, parsed.GetValue(StoreSecret)!);
    }

    private static IngressSettings ReadIngress(ParseResult parsed, ICollection<string> problems)
    {
        var annotations = new Dictionary<string, string>();
        foreach (var pair in OptionTexts.List(parsed, IngressAnnotations))
        {
            var sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0 || !annotations.TryAdd(pair[..sign], pair[(sign + 1)..]))
                OptionTexts.Wrong(problems, parsed, IngressAnnotations, "name=value, each name once, parted by commas", 0);
        }

        return new IngressSettings
        {
            Class = OptionTexts.Value(parsed, IngressClass),
            Host = OptionTexts.Value(parsed, IngressHost),
            TlsSecret = OptionTexts.Value(parsed, IngressTlsSecret),
            Annotations = annotations,
        };
    }

    private static string ReadProxies(ParseResult parsed, ICollection<string> problems)
    {
        foreach (var text in OptionTexts.List(parsed, Proxies))
        {
            if (!IPNetwork.TryParse(text, out _) && !IPAddress.TryParse(text, out _))
                OptionTexts.Wrong(problems, parsed, Proxies, "networks such as 10.0.0.0/8, parted by commas", 0);
        }

        return parsed.GetValue(Proxies)!;
    }

    private static RunAs ReadRunAs(ParseResult parsed, ICollection<string> problems)
    {
        var parts = parsed.GetValue(RunAsIds)!.Split(':');
        return parts.Length == 2 && IsId(parts[0], out var user) && IsId(parts[1], out var group) ? new RunAs(user, group) : OptionTexts.Wrong(problems, parsed, RunAsIds, "a user and a group that are not root's, such as 10001:10001", default(RunAs));
    }

    private static bool IsId(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id is > 0 and <= uint.MaxValue;

    private static BoxDriver? ReadDriver(ParseResult parsed, ICollection<string> problems)
    {
        if (OptionTexts.Value(parsed, Driver) is not { } path)
            return null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject { Count: 1 } template ? new BoxDriver(template) : OptionTexts.Wrong<BoxDriver?>(problems, parsed, Driver, "a file with one volume source, such as {\"csi\": {...}}", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            problems.Add($"{Driver.Name}: '{path}' cannot be read: {e.Message}");
            return null;
        }
    }
}
