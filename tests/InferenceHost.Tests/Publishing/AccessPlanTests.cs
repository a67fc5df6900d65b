using System.Text;
using Inference.Testing;
using InferenceHost.Admission.Passwords;
using InferenceHost.Admission.Tokens;
using InferenceHost.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.InferenceHost.Tests.Publishing;

/// <summary>Who may call, by manifest and Secret.</summary>
public sealed class AccessPlanTests : IDisposable
{
    private const string Users = "apiVersion: v1\nkind: Secret\nmetadata: { name: people, namespace: pu }\nstringData: { bob: hunter22 }";

    private const string Files = """
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: { name: files-api, namespace: pu }
        spec:
          files: { enabled: true }
          restfulApi: { auth: { basic: { credentials: people } } }
        """;

    private static readonly string Api = Manifest.Api.With("path: image", "path: image, auth: { basic: { credentials: people }, identityPassThrough: true }");
    private readonly TempFolder folder = new();

    [Fact]
    public void Plan_AnApiWithUsers_AdmitsThem()
    {
        var plan = Manifest.Plan(Manifest.Box, Manifest.Component, Api, Files, Users);

        var access = plan.Apis.ShouldHaveSingleItem().Access;
        access.PassesIdentity.ShouldBeTrue();
        Admits(access.Users!, "hunter22").ShouldBeTrue();
        Admits(access.Users!, "hunter2").ShouldBeFalse();
        access.Users!.TryAdmit("eve", "hunter22"u8, out _).ShouldBeFalse();
        plan.FileApis.ShouldHaveSingleItem().Namespace.ShouldBe("pu");
        plan.Document("files-api").Url.ShouldBe("/pu/files");
        plan.Boxes.ShouldBe([new PlannedBox("pu", "data", "/data/boxes/pu/data", IsOwn: true, 1_000_000_000)]);
        plan.Document("ocr-api").Remarks.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_UsersOffLoopbackWithoutTls_IsRemarked()
    {
        var elsewhere = Manifest.Settings with { PublicIsLoopback = false };

        Manifest.Plan(elsewhere, Manifest.Box, Manifest.Component, Api, Users).Document("ocr-api").Remarks.ShouldContain("plain HTTP");
        Manifest.Plan(elsewhere with { IsEncrypted = true }, Manifest.Box, Manifest.Component, Api, Users).Document("ocr-api").Remarks.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_NoSuchSecret_SaysWhichAndWhere()
    {
        var not = Manifest.Plan(Manifest.Box, Files).Document("files-api").NotServed.ShouldNotBeNull();
        not.Reason.ShouldBe("SecretMissing");
        not.Message.ShouldContain("there is no Secret 'people'");
        not.Message.ShouldContain("--secrets");
        var settings = Manifest.Settings with { Secrets = MountedSecrets.Read(folder.FullPath) };
        Manifest.Plan(settings, Files).Document("files-api").NotServed.ShouldNotBeNull().Message.ShouldContain(folder["pu/people"]);
    }

    [Theory]
    [InlineData("bob", "$2b$10$abcdefghijklmnopqrstuv", "looks like a hash")]
    [InlineData("bob", "$pbkdf2-sha256$i=1$x$y", "looks like a hash")]
    [InlineData("bob", "{SHA}x", "looks like a hash")]
    [InlineData("bob", "$pbkdf2-sha512$i=1$x$y", "key 'bob': expected 1000 to 1000000 iterations")]
    [InlineData("bob", "$pbkdf2-sha512$abcdefghij", "key 'bob': expected $pbkdf2-sha512$iterations$salt$checksum")]
    [InlineData("bob", "", "without a password")]
    [InlineData("b b", "secret1", "no user name")]
    public void Plan_ASecretThatCannotBeUsed_ClosesTheApiAndIsNotRepeated(string user, string password, string says)
    {
        folder.Write($"pu/people/{user}", password);

        var plan = Manifest.Plan(Manifest.Settings with { Secrets = MountedSecrets.Read(folder.FullPath) }, Files, Users);

        plan.FileApis.ShouldBeEmpty();
        var not = plan.Document("files-api").NotServed.ShouldNotBeNull();
        not.Reason.ShouldBe("SecretUnusable");
        not.Message.ShouldContain(says);
        not.Message.ShouldNotContain("secret1");
        not.Message.ShouldNotContain("abcdefghij");
    }

    [Fact]
    public void Plan_AHash_AdmitsItsPasswordAndNotItself()
    {
        var hash = PasswordHash.Make("hunter22"u8, 1000);
        folder.Write("pu/people/bob", hash + "\n");

        var users = Manifest.Plan(Manifest.Settings with { Secrets = MountedSecrets.Read(folder.FullPath) }, Files).FileApis.ShouldHaveSingleItem().Access.Users!;

        Admits(users, "hunter22").ShouldBeTrue();
        Admits(users, hash).ShouldBeFalse();
    }

    [Fact]
    public void Plan_AgainFromTheSameSecret_KeepsTheList()
    {
        folder.Write("pu/people/bob", "one");
        var settings = Manifest.Settings with { Known = new KnownAccess(TimeProvider.System, new IssuerLog(NullLogger.Instance)) };
        var first = List();

        List().ShouldBeSameAs(first);
        folder.Write("pu/people/bob", "two");
        List().ShouldNotBeSameAs(first);

        UserList List() => Manifest.Plan(settings with { Secrets = MountedSecrets.Read(folder.FullPath) }, Files).FileApis.ShouldHaveSingleItem().Access.Users!;
    }

    [Theory]
    [InlineData("$ecret$")]
    [InlineData("pa$1$x")]
    public void Plan_APasswordWithSigns_IsAPassword(string password)
    {
        folder.Write("pu/people/bob", password + "\r\n");

        var plan = Manifest.Plan(Manifest.Settings with { Secrets = MountedSecrets.Read(folder.FullPath) }, Files, Users);

        Admits(plan.FileApis.ShouldHaveSingleItem().Access.Users!, password).ShouldBeTrue("the mounted one counts");
    }

    [Theory]
    [InlineData("restfulApi: { auth: { basic: { credentials: people } } }", "restfulApi: { auth: { anonymous: {} } }", "NeedsAuth")]
    [InlineData("restfulApi: { auth: { basic: { credentials: people } } }", "published: true", "NeedsAuth")]
    [InlineData("enabled: true", "enabled: false", "Unpublished")]
    public void Plan_FilesWithoutCallers_AreNotServed(string piece, string replacement, string reason) =>
        Manifest.Plan(Files.With(piece, replacement), Users).Document("files-api").NotServed.ShouldNotBeNull().Reason.ShouldBe(reason);

    [Fact]
    public void Stamp_OfSecrets_ChangesWithThem()
    {
        folder.Write("pu/people/bob", "one");
        var stamp = MountedSecrets.StampOf(folder.FullPath);

        MountedSecrets.StampOf(folder.FullPath).ShouldBe(stamp);
        folder.Write("pu/people/bob", "longer");
        MountedSecrets.StampOf(folder.FullPath).ShouldNotBe(stamp);
        MountedSecrets.StampOf(folder["none"]).ShouldBe(MountedSecrets.StampOf(null));
    }

    public void Dispose() => folder.Dispose();

    private static bool Admits(UserList users, string password) => users.TryAdmit("bob", Encoding.UTF8.GetBytes(password), out var caller) && caller == "bob";
}
