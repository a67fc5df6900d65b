using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Inference.Testing;

namespace Inference.Cluster.Tests.Configuration;

public sealed class KubeconfigTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Pair pair = Pair.Make();

    public void Dispose()
    {
        folder.Dispose();
        pair.Dispose();
    }

    [Fact]
    public void FromKubeconfig_BlockStyleWithFiles_ReadsThemBesideIt()
    {
        folder.Write("pki/ca.crt", pair.Certificate);
        folder.Write("pki/me.crt", pair.Certificate);
        folder.Write("pki/me.key", pair.Key);
        var path = folder.Write("config", """
            apiVersion: v1
            kind: Config
            current-context: "one"
            preferences: {}
            clusters:
            - name: c1
              cluster:
                server: https://api.example:6443   # the server
                certificate-authority: pki/ca.crt
                tls-server-name: kubernetes
                proxy-url: http://proxy.example:3128
            contexts:
            - name: one
              context:
                cluster: c1
                user: 'me'
                namespace: mine
            users:
            - name: me
              user:
                client-certificate: pki/me.crt
                client-key: pki/me.key
            """);

        var config = Read(path);

        config.Server.ShouldBe(new Uri("https://api.example:6443"));
        config.Authorities!.Count.ShouldBe(1);
        config.ClientCertificate!.HasPrivateKey.ShouldBeTrue();
        config.TlsServerName.ShouldBe("kubernetes");
        config.Proxy.ShouldBe(new Uri("http://proxy.example:3128"));
        config.DefaultNamespace.ShouldBe("mine");
        config.ToString().ShouldBe("https://api.example:6443/ (certificate of CN=test)");
    }

    [Fact]
    public void FromKubeconfig_Data_IsReadFromBase64()
    {
        var path = Write($"client-certificate-data: {Base64(pair.Certificate)}, client-key-data: {Base64(pair.Key)}", $", certificate-authority-data: {Base64(pair.Certificate)}");

        var config = Read(path);

        config.Authorities!.Count.ShouldBe(1);
        config.ClientCertificate!.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void FromKubeconfig_TokenOfDigits_StaysText() => Read(Write("token: 0123")).Token.ShouldBe("0123");

    [Fact]
    public void FromKubeconfig_TokenFile_LiesBesideIt() => Read(Write("tokenFile: secrets/token")).TokenFile.ShouldBe(folder["secrets/token"]);

    [Fact]
    public void FromKubeconfig_Password_IsNotInItsText()
    {
        var config = Read(Write("username: me, password: hush"));

        (config.Username, config.Password).ShouldBe(("me", "hush"));
        config.ToString().ShouldBe("https://a/ (user me)");
        Read(Write("token: hush")).ToString().ShouldBe("https://a/ (a token)");
    }

    [Fact]
    public void FromKubeconfig_Json_IsRead()
    {
        var path = folder.Write("json", "{\n\t\"current-context\": \"x\", \"clusters\": [{\"name\": \"c\", \"cluster\": {\"server\": \"https://a\", \"insecure-skip-tls-verify\": true}}], "
            + "\"contexts\": [{\"name\": \"x\", \"context\": {\"cluster\": \"c\"}}]}");

        Read(path).SkipTlsVerify.ShouldBeTrue();
        Read(path).DefaultNamespace.ShouldBe("default");
    }

    [Fact]
    public void FromKubeconfig_OtherContext_IsTaken()
    {
        var path = folder.Write("config", """
            current-context: x
            clusters: [{name: c, cluster: {server: https://a}}, {name: d, cluster: {server: https://b}}]
            contexts: [{name: x, context: {cluster: c}}, {name: y, context: {cluster: d}}]
            """);

        ClusterConfig.FromKubeconfig(path, "y").Config!.Server.Host.ShouldBe("b");
    }

    [Theory]
    [InlineData("exec: {command: aws}", "user 'u': 'exec' is not supported")]
    [InlineData("auth-provider: {name: gcp}", "user 'u': 'auth-provider' is not supported")]
    [InlineData("client-certificate-data: '%'", "its client-certificate-data is no base64")]
    [InlineData("client-certificate-data: aHVzaA==, client-key-data: aHVzaA==", "there is no certificate in its client-certificate")]
    [InlineData("client-key-data: aHVzaA==", "one of them is missing")]
    [InlineData("client-certificate: nowhere.crt, client-key: nowhere.key", "its client-certificate cannot be read")]
    public void FromKubeconfig_UserThatCannotBe_IsToldWithoutItsSecrets(string user, string expected)
    {
        var path = Write(user);

        var problem = ClusterConfig.FromKubeconfig(path).Problem!;

        problem.ShouldStartWith($"{path}: user 'u': ");
        problem.ShouldContain(expected);
        problem.ShouldNotContain("aHVzaA");
        problem.ShouldNotContain("hush");
    }

    [Theory]
    [InlineData("current-context: x\ncontexts: []", "there is no context 'x'")]
    [InlineData("contexts: []", "there is no current-context")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]", "there is no cluster 'c'")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: https://a}}]", "there is no user 'u'")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'ftp://a'}}]", "its server 'ftp://a' is no http or https address")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://a', proxy-url: ':'}}]", "its proxy-url is no address")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://a', certificate-authority-data: aHVzaA==}}]", "there is no certificate")]
    [InlineData("a: [", "is no YAML: line")]
    [InlineData("a: &a [*a]", "is no YAML: line")]
    [InlineData("{\"a\": 1,}}", "is no YAML: line")]
    [InlineData("", "it is no mapping")]
    [InlineData("- a", "it is no mapping")]
    public void FromKubeconfig_FileThatDoesNotHold_SaysWhatIsWrong(string text, string expected) =>
        ClusterConfig.FromKubeconfig(folder.Write("config", text)).Problem.ShouldNotBeNull().ShouldContain(expected);

    [Fact]
    public void FromKubeconfig_NoFile_SaysWhichIsNotThere() =>
        ClusterConfig.FromKubeconfig(folder["nothing"]).Problem.ShouldBe($"there is no kubeconfig: {folder["nothing"]} is not there");

    [Fact]
    public void FromKubeconfig_KeyOfAnother_IsTold()
    {
        using var other = Pair.Make();
        var path = Write($"client-certificate-data: {Base64(pair.Certificate)}, client-key-data: {Base64(other.Key)}");

        ClusterConfig.FromKubeconfig(path).Problem.ShouldNotBeNull().ShouldEndWith("its client-key is no key of its client-certificate");
    }

    [Fact]
    public void Load_SeveralFiles_FirstOfANameCounts()
    {
        var first = folder.Write("1", "current-context: x\nclusters: [{name: c, cluster: {server: https://a}}]");
        var second = folder.Write("2", "current-context: y\nclusters: [{name: c, cluster: {server: https://b}}]\ncontexts: [{name: x, context: {cluster: c}}]");

        var (config, problem) = Kubeconfig.Load([first, folder["missing"], second], "KUBECONFIG", context: null);

        problem.ShouldBeNull();
        config!.Server.Host.ShouldBe("a");
    }

    [Fact]
    public void FromKubeconfig_AnyTokenInYamlOrJson_IsThatToken() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyString>().Filter(text => IsWritable(text.Get)),
        token =>
        {
            var content = new Dictionary<string, object>
            {
                ["current-context"] = "x",
                ["clusters"] = new[] { new { name = "c", cluster = new { server = "https://a" } } },
                ["contexts"] = new[] { new { name = "x", context = new { cluster = "c", user = "u" } } },
                ["users"] = new[] { new { name = "u", user = new { token = token.Get } } },
            };

            // JSON in itself, and as the flow style of YAML with something before it
            Read(folder.Write("json", JsonSerializer.Serialize(content))).Token.ShouldBe(token.Get.Trim());
            Read(folder.Write("flow", $"# a comment\n{JsonSerializer.Serialize(content)}")).Token.ShouldBe(token.Get.Trim());
            Read(Write($"token: '{token.Get.Replace("'", "''")}'")).Token.ShouldBe(token.Get.Trim());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FromKubeconfig_AnyText_NeverThrows() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        text =>
        {
            var (config, problem) = ClusterConfig.FromKubeconfig(folder.Write("any", text ?? ""));
            (config is null).ShouldBe(problem is not null);
        }).QuickCheckThrowOnFailure();

    private static bool IsWritable(string text) => text.Trim().Length > 0 && text.All(c => c is >= ' ' and < '\u007f');

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static ClusterConfig Read(string path)
    {
        var (config, problem) = ClusterConfig.FromKubeconfig(path);
        problem.ShouldBeNull();
        return config!;
    }

    private string Write(string user, string cluster = "") => folder.Write(
        "config",
        "current-context: x\n"
            + $"clusters: [{{name: c, cluster: {{server: 'https://a'{cluster}}}}}]\n"
            + $"users: [{{name: u, user: {{{user}}}}}]\n"
            + "contexts: [{name: x, context: {cluster: c, user: u}}]\n");
}
