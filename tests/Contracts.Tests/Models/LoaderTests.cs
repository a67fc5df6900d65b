namespace Inference.Contracts.Tests.Models;

public sealed class LoaderTests
{
    [Fact]
    public void FindCompanions_AnAdapterThatSaysNothing_NeedsNoOtherFiles()
    {
        IModelLoader loader = new SilentLoader();

        loader.FindCompanions("model.bin").TryGet(out var companions, out var error).ShouldBeTrue();

        companions.ShouldBeEmpty();
        error.ShouldBeNull();
    }

    [Fact]
    public async Task ModelSource_NothingSaid_HasDefaults()
    {
        var source = new ModelSource { Component = "a.b" };

        source.Concurrency.ShouldBe(1);
        source.ModelPath.ShouldBeNull();
        source.Environment.ShouldBeEmpty();
        (await new SilentLoader().LoadAsync(source, TestContext.Current.CancellationToken)).Error!.Message.ShouldBe("a.b");
    }

    private sealed class SilentLoader : IModelLoader
    {
        public string Platform => "none";

        public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) =>
            Task.FromResult(new Outcome<IModel>(new InferenceError(ErrorCode.ModelUnloadable, source.Component)));
    }
}
