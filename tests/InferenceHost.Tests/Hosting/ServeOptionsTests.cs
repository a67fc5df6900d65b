using System.Net;
using InferenceHost.Hosting;
using InferenceHost.Publishing;

namespace Inference.InferenceHost.Tests.Hosting;

/// <summary>Sets environment variables of the process, which nobody else here reads.</summary>
public sealed class ServeOptionsTests : IDisposable
{
    private readonly string source = AppContext.BaseDirectory;
    private readonly List<string> variables = [];

    [Fact]
    public void Read_NothingSaid_HasTheDefaults()
    {
        var options = Read(problems: 0);

        options.Source.ShouldBe(source);
        options.DataFolder.ShouldBe(".inference");
        options.Bind.ShouldBe(IPAddress.Loopback);
        options.PublicPort.ShouldBe(8080);
        options.InternalPort.ShouldBe(8081);
        options.PublicUrl.ShouldBeNull();
        options.DrainDelay.ShouldBe(TimeSpan.Zero);
        options.GracePeriod.ShouldBe(TimeSpan.FromSeconds(25));
        options.RepositoryControl.ShouldBeFalse();
        options.Secrets.ShouldBeNull();
        options.DefaultStore.ShouldBeNull();
        options.StorePoll.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Read_EveryOption_IsTaken()
    {
        var options = Read(
            problems: 0,
            "--data", "/d", "--bind", "::", "--internal-bind", "10.1.2.3", "--public-port", "0", "--internal-port", "65535", "--public-url", "https://x.example/a", "--grace-period", "250ms", "--drain-delay", "5s",
            "--repository-control", "--python", "p", "--grpc-port", "1", "--public-grpc-port", "2", "--secrets", "s", "--s3-endpoint", "https://e", "--s3-bucket", "b", "--s3-region", "r", "--s3-poll", "1s", "--certificate", "c", "--key", "k",
            "--trusted-proxies", "10.0.0.0/8, 192.0.2.1,fd00::/8");

        options.DataFolder.ShouldBe("/d");
        options.Bind.ShouldBe(IPAddress.IPv6Any);
        options.InternalBind.ShouldBe(IPAddress.Parse("10.1.2.3"));
        options.PublicPort.ShouldBe(0);
        options.InternalPort.ShouldBe(65535);
        options.PublicUrl.ShouldBe(new Uri("https://x.example/a"));
        options.DrainDelay.ShouldBe(TimeSpan.FromSeconds(5));
        options.GracePeriod.ShouldBe(TimeSpan.FromMilliseconds(250));
        options.RepositoryControl.ShouldBeTrue();
        options.Python.ShouldBe("p");
        options.Secrets.ShouldBe(Path.GetFullPath("s"));
        options.DefaultStore.ShouldBe(new S3Place(new Uri("https://e"), "b") { Region = "r" });
        options.StorePoll.ShouldBe(TimeSpan.FromSeconds(1));
        options.Tls.ShouldBe((Path.GetFullPath("c"), Path.GetFullPath("k")));
        options.TrustedProxies.ShouldBe([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.0.2.1/32"), IPNetwork.Parse("fd00::/8")]);
        options.GrpcPort.ShouldBe(1);
        options.PublicGrpcPort.ShouldBe(2);
    }

    [Fact]
    public void Read_EnvironmentVariables_CountWhereTheCommandLineSaysNothing()
    {
        Set("INFERENCE_DATA", "/from/environment");
        Set("INFERENCE_PUBLIC_PORT", "1234");
        Set("INFERENCE_INTERNAL_PORT", "1235");
        Set("INFERENCE_REPOSITORY_CONTROL", "1");
        Set("INFERENCE_GRPC_PORT", "1");

        var options = Read(problems: 0, "--internal-port", "1");

        options.DataFolder.ShouldBe("/from/environment");
        options.PublicPort.ShouldBe(1234);
        options.InternalPort.ShouldBe(1);
        options.RepositoryControl.ShouldBeTrue();
        options.GrpcPort.ShouldBe(1);
        options.PublicGrpcPort.ShouldBe(8083);
    }

    [Fact]
    public void Read_EmptyEnvironmentVariables_CountAsNotSet()
    {
        foreach (var name in (string[])["DATA", "BIND", "PUBLIC_PORT", "GRACE_PERIOD", "PUBLIC_URL", "REPOSITORY_CONTROL", "PYTHON"])
            Set($"INFERENCE_{name}", "");

        var options = Read(problems: 0);
        options.PublicPort.ShouldBe(8080);
        options.DataFolder.ShouldBe(".inference");
        options.Python.ShouldBeNull();
    }

    [Fact]
    public void Read_AWrongEnvironmentVariable_IsToldAsTheOption()
    {
        Set("INFERENCE_BIND", "everywhere");

        Problems().ShouldBe(["--bind: expected an IP address, found 'everywhere'"]);
    }

    [Theory]
    [InlineData("--public-port", "-1", "expected a port, 0 to 65535")]
    [InlineData("--public-port", "65536", "expected a port, 0 to 65535")]
    [InlineData("--internal-port", " 1", "expected a port, 0 to 65535")]
    [InlineData("--drain-delay", "soon", "expected a duration such as 5s")]
    [InlineData("--grace-period", "5", "expected a duration such as 25s")]
    [InlineData("--public-url", "x.example", "expected an http or https URL")]
    [InlineData("--public-url", "file:///x", "expected an http or https URL")]
    [InlineData("--s3-poll", "50ms", "expected a duration of 100ms at least")]
    [InlineData("--trusted-proxies", "10.0.0.0/33", "expected networks such as 10.0.0.0/8, parted by commas")]
    [InlineData("--trusted-proxies", "proxy.example", "expected networks such as 10.0.0.0/8, parted by commas")]
    [InlineData("--python-socket", "/123456789/123456789/123456789/123456789/123456789/123456789/123456789/123456789/123456789/123456789/12345678", "expected a path of at most 107 bytes")]
    [InlineData("--internal-bind", "pod", "expected an IP address")]
    [InlineData("--data", "", "expected a folder")]
    public void Read_AWrongValue_IsTold(string option, string value, string expected) =>
        Problems(option, value).ShouldBe([$"{option}: {expected}, found '{value}'"]);

    [Fact]
    public void Read_APythonSocket_IsAbsoluteAndNeedsNoInterpreter()
    {
        Set("INFERENCE_PYTHON_SOCKET", "run/p.sock");

        Read(problems: 0).PythonSocket.ShouldBe(Path.GetFullPath("run/p.sock"));
        Problems("--python", "python3").ShouldBe(["--python-socket and --python exclude each other: with the socket, the interpreter is the other container's"]);
    }

    [Fact]
    public void Read_AGracePeriodThatNoTimerCounts_IsCut() =>
        Read(problems: 0, "--grace-period", "2000000h").GracePeriod.ShouldBe(TimeSpan.FromMilliseconds(int.MaxValue));

    public void Dispose() => variables.ForEach(name => Environment.SetEnvironmentVariable(name, null));

    private void Set(string name, string value)
    {
        variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    private List<string> Problems(params string[] arguments)
    {
        var problems = new List<string>();
        ServeCommand.Read(CommandLine.Build().Parse(["serve", source, .. arguments]), problems);
        return problems;
    }

    private HostOptions Read(int problems, params string[] arguments)
    {
        var parsed = CommandLine.Build().Parse(["serve", source, .. arguments]);
        parsed.Errors.ShouldBeEmpty();
        var found = new List<string>();
        var options = ServeCommand.Read(parsed, found);
        found.Count.ShouldBe(problems, string.Join('\n', found));
        return options;
    }
}
