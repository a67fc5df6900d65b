using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Inference.Boxes;
using Inference.Manifests;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary><c>serve</c> and its options; each is also an environment variable, <c>INFERENCE_</c> and its name, which the command line overrules.</summary>
internal static class ServeCommand
{
    // what a timer of the framework can count: longer is as good as for ever
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    // what the system has room for in a socket's address, with the zero behind it
    private const int LongestSocketPath = 107;

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);

    private static readonly Argument<string> Source = new("source") { Description = "A folder of manifests, or a model file." };
    private static readonly Option<string> Data = Text("--data", "The host's own folder.", ".inference");
    private static readonly Option<string> Bind = Text("--bind", "Address of the public listener.", "127.0.0.1");
    private static readonly Option<string> InternalBind = Text("--internal-bind", "Address of the internal listener, which asks nobody who they are.", "127.0.0.1");
    private static readonly Option<string> PublicPort = Text("--public-port", "Port of the published APIs.", "8080");
    private static readonly Option<string> InternalPort = Text("--internal-port", "Port of the internal listener.", "8081");
    private static readonly Option<string> GrpcPort = Text("--grpc-port", "Port of gRPC, for all components; at the address of the internal listener.", "8082");
    private static readonly Option<string> PublicGrpcPort = Text("--public-grpc-port", "Port of gRPC, for the published APIs; at the address of the public listener.", "8083");
    private static readonly Option<string> PublicUrl = Text("--public-url", "What callers reach the public listener by.", "");
    private static readonly Option<string> DrainDelay = Text("--drain-delay", "How long to serve on, not ready, once told to stop: until nobody sends requests here any more.", "0s");
    private static readonly Option<string> GracePeriod = Text("--grace-period", "How long requests may take to finish once told to stop.", "25s");
    private static readonly Option<string> Python = Text("--python", "Interpreter of Python components; without it a .venv or venv beside the manifest, else python3.", "");
    private static readonly Option<string> PythonSocket = Text("--python-socket", "Unix socket of the launcher that runs Python components in another container.", "");
    private static readonly Option<bool> RepositoryControl =
        new("--repository-control") { Description = "Lets callers of the internal listener load and unload.", DefaultValueFactory = _ => Environment("--repository-control") is "true" or "1" };

    private static readonly Option<string> Secrets = Text("--secrets", "Folder of Secrets, as a pod mounts them: namespace/secret/key files.", "");
    private static readonly Option<string> StoreEndpoint = Text("--s3-endpoint", "The S3 store of boxes with s3DefaultStorage, by its address; without it, a folder.", "");
    private static readonly Option<string> StoreBucket = Text("--s3-bucket", "The bucket of that store.", "");
    private static readonly Option<string> StoreRegion = Text("--s3-region", "The region of that store.", S3Options.DefaultRegion);
    private static readonly Option<string> StorePoll = Text("--s3-poll", "How often S3 stores are asked whether something mounted changed.", "10s");

    private static readonly Option<string> Certificate = Text("--certificate", "Certificate of the public listener, with the ones that lead to its issuer: a PEM file.", "");
    private static readonly Option<string> Key = Text("--key", "Key of the certificate: a PEM file.", "");
    private static readonly Option<string> Proxies = Text("--trusted-proxies", "Networks (10.0.0.0/8,...) of proxies whose X-Forwarded-For, -Proto and -Host are believed.", "");

    public static Command Build()
    {
        var command = new Command("serve", "Serves a folder of manifests, or a bare model file.")
        {
            Source, Data, Bind, InternalBind, PublicPort, InternalPort, GrpcPort, PublicGrpcPort, PublicUrl, DrainDelay, GracePeriod, RepositoryControl, Python, PythonSocket, Secrets,
            StoreEndpoint, StoreBucket, StoreRegion, StorePoll, Certificate, Key, Proxies,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var options = Read(parsed, problems);
        if (problems.Count > 0)
        {
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem);
            return 1;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        return await new Serving(options).RunAsync(stop.Token);
    }

    /// <summary>The first signal asks to finish, a second one means it.</summary>
    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested)
            return;
        signal.Cancel = true;
        stop.Cancel();
    }

    /// <summary>The options, with every mistake in them added to <paramref name="problems"/>.</summary>
    internal static HostOptions Read(ParseResult parsed, List<string> problems) => new()
    {
        Source = ReadSource(parsed.GetValue(Source)!, problems),
        DataFolder = parsed.GetValue(Data) is { Length: > 0 } data ? data : Wrong(problems, parsed, Data, "a folder", ""),
        Bind = ReadAddress(parsed, Bind, problems),
        InternalBind = ReadAddress(parsed, InternalBind, problems),
        PublicPort = ReadPort(parsed, PublicPort, problems),
        InternalPort = ReadPort(parsed, InternalPort, problems),
        GrpcPort = ReadPort(parsed, GrpcPort, problems),
        PublicGrpcPort = ReadPort(parsed, PublicGrpcPort, problems),
        PublicUrl = ReadUrl(parsed, PublicUrl, problems),
        DrainDelay = Duration.TryParse(parsed.GetValue(DrainDelay), out var delay) ? Bounded(delay.Value) : Wrong(problems, parsed, DrainDelay, "a duration such as 5s", TimeSpan.Zero),
        GracePeriod = Duration.TryParse(parsed.GetValue(GracePeriod), out var grace) ? Bounded(grace.Value) : Wrong(problems, parsed, GracePeriod, "a duration such as 25s", TimeSpan.Zero),
        RepositoryControl = parsed.GetValue(RepositoryControl),
        Python = ReadPython(parsed, problems),
        PythonSocket = ReadPythonSocket(parsed, problems),
        Secrets = parsed.GetValue(Secrets) is { Length: > 0 } secrets ? Path.GetFullPath(secrets) : null,
        DefaultStore = ReadStore(parsed, problems),
        StorePoll = Duration.TryParse(parsed.GetValue(StorePoll), out var poll) && poll.Value >= ShortestPoll ? Bounded(poll.Value) : Wrong(problems, parsed, StorePoll, "a duration of 100ms at least", TimeSpan.Zero),
        Tls = ReadTls(parsed, problems),
        TrustedProxies = ReadNetworks(parsed, problems),
    };

    private static TimeSpan Bounded(TimeSpan time) => time < LongestTimer ? time : LongestTimer;

    private static string ReadSource(string source, List<string> problems)
    {
        if (!Directory.Exists(source) && !File.Exists(source))
            problems.Add($"'{source}' is neither a folder of manifests nor a model file");
        return source;
    }

    private static IPAddress ReadAddress(ParseResult parsed, Option<string> option, List<string> problems) =>
        IPAddress.TryParse(parsed.GetValue(option), out var address) ? address : Wrong(problems, parsed, option, "an IP address", IPAddress.Loopback);

    private static int ReadPort(ParseResult parsed, Option<string> option, List<string> problems) =>
        ushort.TryParse(parsed.GetValue(option), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : Wrong(problems, parsed, option, "a port, 0 to 65535", 0);

    private static S3Place? ReadStore(ParseResult parsed, List<string> problems)
    {
        var address = ReadUrl(parsed, StoreEndpoint, problems);
        var bucket = parsed.GetValue(StoreBucket)!;
        if (parsed.GetValue(StoreEndpoint)!.Length == 0 != (bucket.Length == 0))
            problems.Add($"{StoreEndpoint.Name} and {StoreBucket.Name} go together: give both, or neither");
        if (address is null || bucket.Length == 0)
            return null;
        if (address.UserInfo.Length > 0 || address.Query.Length > 0)
            problems.Add($"{StoreEndpoint.Name}: expected an address without user and query; credentials come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)");
        return new S3Place(address, bucket) { Region = parsed.GetValue(StoreRegion) };
    }

    private static (string Certificate, string Key)? ReadTls(ParseResult parsed, List<string> problems)
    {
        var (certificate, key) = (parsed.GetValue(Certificate)!, parsed.GetValue(Key)!);
        if (certificate.Length == 0 != (key.Length == 0))
            problems.Add($"{Certificate.Name} and {Key.Name} go together: give both, or neither");
        return certificate.Length == 0 || key.Length == 0 ? null : (Path.GetFullPath(certificate), Path.GetFullPath(key));
    }

    private static List<IPNetwork> ReadNetworks(ParseResult parsed, List<string> problems)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in parsed.GetValue(Proxies)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, 8 * address.GetAddressBytes().Length));
            else
                Wrong(problems, parsed, Proxies, "networks such as 10.0.0.0/8, parted by commas", 0);
        }

        return networks;
    }

    private static Uri? ReadUrl(ParseResult parsed, Option<string> option, List<string> problems)
    {
        var text = parsed.GetValue(option)!;
        if (text.Length == 0)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : Wrong<Uri?>(problems, parsed, option, "an http or https URL", null);
    }

    // a bare name is looked for on the PATH when a component is loaded; a link is not resolved, since a virtual environment is known by it
    private static string? ReadPython(ParseResult parsed, List<string> problems)
    {
        var interpreter = parsed.GetValue(Python)!;
        if (interpreter.Length == 0 || !interpreter.Contains('/', StringComparison.Ordinal))
            return interpreter.Length == 0 ? null : interpreter;
        return File.Exists(interpreter) ? Path.GetFullPath(interpreter) : Wrong<string?>(problems, parsed, Python, "a Python interpreter", null);
    }

    private static string? ReadPythonSocket(ParseResult parsed, List<string> problems)
    {
        if (parsed.GetValue(PythonSocket) is not { Length: > 0 } path)
            return null;
        if (parsed.GetValue(Python)!.Length > 0)
            problems.Add($"{PythonSocket.Name} and {Python.Name} exclude each other: with the socket, the interpreter is the other container's");
        var whole = Path.GetFullPath(path);
        return System.Text.Encoding.UTF8.GetByteCount(whole) <= LongestSocketPath ? whole : Wrong<string?>(problems, parsed, PythonSocket, $"a path of at most {LongestSocketPath} bytes", null);
    }

    private static T Wrong<T>(List<string> problems, ParseResult parsed, Option<string> option, string expected, T instead)
    {
        problems.Add($"{option.Name}: expected {expected}, found '{parsed.GetValue(option)}'");
        return instead;
    }

    private static Option<string> Text(string name, string description, string otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => Environment(name) ?? otherwise };

    // one that is empty counts as not set, as compose files leave them
    private static string? Environment(string option) =>
        System.Environment.GetEnvironmentVariable("INFERENCE_" + option[2..].Replace('-', '_').ToUpperInvariant()) is { Length: > 0 } value ? value : null;
}
