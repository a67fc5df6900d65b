using System.Text;
using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.DotNet.Tests.Loading;

public sealed class FileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Root => folder.FullPath;

    [Theory]
    [InlineData("/../outside.dll", "lies outside of the component's mounts")]
    [InlineData("/Fixtures/../../outside.dll", "lies outside of the component's mounts")]
    [InlineData("/Fixtures/out/outside.dll", "lies outside of the component's mounts")]
    [InlineData("/Fixtures/out.dll", "lies outside of the component's mounts")]
    [InlineData("/Fixtures/chain.dll", "lies outside of the component's mounts")]
    [InlineData("/Fixtures/round.dll", "lies outside of the component's mounts")]
    [InlineData("/Fixtures", "is a folder: assembly must name the .dll in it")]
    [InlineData("/Elsewhere/A.dll", "does not exist, nor does its folder")]
    [InlineData("/Fixtures/A.dll", "does not exist; its folder holds Inference.Adapters.DotNet.Fixtures.dll, Inference.Adapters.DotNet.Library.dll")]
    public async Task Load_PathThatIsNone_SaysWhy(string assembly, string part)
    {
        using var outside = new TempFolder();
        outside.Write("outside.dll", "MZ");
        Adapter.CopyTo(Root);
        Directory.CreateSymbolicLink(folder["Fixtures/out"], outside.FullPath);
        File.CreateSymbolicLink(folder["Fixtures/out.dll"], outside["outside.dll"]);
        File.CreateSymbolicLink(folder["Fixtures/chain.dll"], "out/outside.dll");
        File.CreateSymbolicLink(folder["Fixtures/round.dll"], "round.dll");

        var error = await FailAsync(assembly);

        error.Message.ShouldStartWith(assembly);
        error.Message.ShouldContain(part);
        error.Message.ShouldNotContain(Root);
    }

    [Fact]
    public async Task Load_LinkWithinTheRoot_IsFollowed()
    {
        Adapter.CopyTo(Root);
        Directory.CreateSymbolicLink(folder["Code"], "Fixtures");

        var outcome = await new DotNetModelLoader(Adapter.Options("Running.Heavy") with { Assembly = Adapter.Assembly.Replace("Fixtures/", "Code/") })
            .LoadAsync(Adapter.Source() with { Root = Root }, TestContext.Current.CancellationToken);

        outcome.TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await model.DisposeAsync();
    }

    [Fact]
    public async Task Load_NoRoot_SaysThatNothingIsMounted()
    {
        var error = await Adapter.FailAsync(Adapter.Options("Running.Heavy"), Adapter.Source() with { Root = null });

        error.Message.ShouldContain("the component mounts no box");
    }

    [Theory]
    [InlineData("", "is empty: upload it again")]
    [InlineData("hello, world", "is not a .NET assembly but something else")]
    [InlineData("\u007fELF\u0002\u0001\u0001", "is not a .NET assembly but a native Linux library")]
    [InlineData("PK\u0003\u0004", "is not a .NET assembly but an archive")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0", "is not a .NET assembly but a Git LFS pointer")]
    [InlineData("MZ", "is not a .NET assembly, or is cut off")]
    public async Task Load_FileThatIsNoAssembly_SaysWhatItIs(string content, string part)
    {
        folder.Write("A.dll", content);

        (await FailAsync("/A.dll")).Message.ShouldStartWith($"/A.dll {part}");
    }

    [Fact]
    public async Task Load_CutOff_SaysSo()
    {
        await File.WriteAllBytesAsync(folder["A.dll"], ReadFixtures()[..2000], TestContext.Current.CancellationToken);

        (await FailAsync("/A.dll")).Message.ShouldContain("is cut off");
    }

    [Theory]
    [InlineData(0xAA64, "was compiled for arm64 and this host is")]
    [InlineData(0xAA64 ^ 0x7B79, "was compiled for arm64 and this host is")]
    [InlineData(0xAA64 ^ 0x4644, "was compiled for arm64 and this host is")]
    [InlineData(0x5064, "was compiled for an unknown machine (0x5064) and this host is")]
    public async Task Load_ForAnotherMachine_NamesBoth(int machine, string part)
    {
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "written for x64");
        var image = ReadFixtures();
        BitConverter.TryWriteBytes(image.AsSpan(BitConverter.ToInt32(image, 0x3c) + 4), (ushort)machine).ShouldBeTrue();
        await File.WriteAllBytesAsync(folder["A.dll"], image, TestContext.Current.CancellationToken);

        (await FailAsync("/A.dll")).Message.ShouldContain(part);
    }

    [Fact]
    public async Task Load_ForANewerRuntime_NamesBoth()
    {
        var image = ReadFixtures();
        Replace(image, ".NETCoreApp,Version=v10.0"u8, ".NETCoreApp,Version=v99.0"u8);
        await File.WriteAllBytesAsync(folder["A.dll"], image, TestContext.Current.CancellationToken);

        (await FailAsync("/A.dll")).Message.ShouldContain($"was built for .NET 99.0 and this host runs .NET {Environment.Version}: build it with <TargetFramework>net10.0<");
    }

    [Fact]
    public async Task Load_AgainstNewerContracts_NamesBoth()
    {
        await File.WriteAllBytesAsync(folder["A.dll"], MadeAssembly.Referring("Inference.Contracts", new Version(99, 1, 0, 0)), TestContext.Current.CancellationToken);

        (await FailAsync("/A.dll")).Message.ShouldContain("was built against Inference.Contracts 99.1.0.0 and this host has 0.1.0.0");
    }

    [Fact]
    public async Task Load_WithoutContracts_SaysThatNoClassCanBeAModel()
    {
        await File.WriteAllBytesAsync(folder["A.dll"], MadeAssembly.Referring("System.Runtime", new Version(10, 0, 0, 0)), TestContext.Current.CancellationToken);

        (await FailAsync("/A.dll")).Message.ShouldContain("does not use Inference.Contracts");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Load_DependencyMissing_NamesIt(bool isDescribed)
    {
        Adapter.CopyTo(Root);
        File.Delete(folder["Fixtures/Inference.Adapters.DotNet.Library.dll"]);
        if (!isDescribed)
            File.Delete(folder["Fixtures/Inference.Adapters.DotNet.Fixtures.deps.json"]);

        var error = await FailAsync(Adapter.Assembly, "Running.Heavy");

        error.Message.ShouldStartWith($"{Adapter.Assembly} needs Inference.Adapters.DotNet.Library 0.1.0.0, which its folder does not hold: upload the whole output folder");
    }

    [Fact]
    public async Task Load_DependencyIsNoAssembly_SaysWhich()
    {
        Adapter.CopyTo(Root);
        folder.Write("Fixtures/Inference.Adapters.DotNet.Library.dll", "hello");

        var error = await FailAsync(Adapter.Assembly, "Loading.Surroundings");

        error.Message.ShouldContain("Inference.Adapters.DotNet.Library");
    }

    [Fact]
    public async Task Load_BrokenDepsJson_SaysSo()
    {
        Adapter.CopyTo(Root);
        folder.Write("Fixtures/Inference.Adapters.DotNet.Fixtures.deps.json", "{");

        var error = await FailAsync(Adapter.Assembly, "Running.Heavy");

        error.Message.ShouldContain(".deps.json");
        error.Message.ShouldNotContain(Root);
    }

    public void Dispose() => folder.Dispose();

    private static byte[] ReadFixtures() => File.ReadAllBytes(Path.Combine(Adapter.Root, Adapter.Assembly.TrimStart('/')));

    private static void Replace(byte[] image, ReadOnlySpan<byte> old, ReadOnlySpan<byte> with)
    {
        var at = image.AsSpan().IndexOf(old);
        at.ShouldBePositive(Encoding.ASCII.GetString(old));
        with.CopyTo(image.AsSpan(at));
    }

    private Task<InferenceError> FailAsync(string assembly, string type = "Any") =>
        Adapter.FailAsync(Adapter.Options(type) with { Assembly = assembly }, Adapter.Source() with { Root = Root });
}
