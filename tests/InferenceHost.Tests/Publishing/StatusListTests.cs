using System.Collections.Frozen;
using Inference.InferenceHost.Tests.Components;
using InferenceHost.Components;
using InferenceHost.Publishing;

namespace Inference.InferenceHost.Tests.Publishing;

public sealed class StatusListTests
{
    private static readonly DateTimeOffset Since = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Of_AComponentAndItsApi_ShareItsState()
    {
        await using var fixture = new ComponentFixture();
        await fixture.StartAsync();
        var catalog = CatalogOf(fixture);

        Of(catalog, "model").State.ShouldBe("waiting");
        Of(catalog, "model").Message.ShouldBe("'model.txt' is not in box weights yet");
        Of(catalog, "model-api").State.ShouldBe("waiting");
        Of(catalog, "model-api").Message.ShouldBe("component tests.model is waiting: 'model.txt' is not in box weights yet");
        Of(catalog, "model-api").Url.ShouldBe("/tests/model");
        StatusList.NotReady(catalog).Select(status => status.Name).ShouldBe(["model"]);

        fixture.Write("v1");
        await fixture.SettleAsync();

        Of(catalog, "model").State.ShouldBe("ready");
        Of(catalog, "model").Digest.ShouldBe(fixture.Status.Digest);
        Of(catalog, "model-api").State.ShouldBe("ready");
        Of(catalog, "model-api").Message.ShouldBeEmpty();
        Of(catalog, "model-api").Digest.ShouldBeNull();
        StatusList.NotReady(catalog).ShouldBeEmpty();
    }

    [Fact]
    public async Task NotReady_UnloadedOnRequest_IsNotMissed()
    {
        await using var fixture = new ComponentFixture();
        await fixture.StartAsync();
        await fixture.TellAsync(ComponentCommandKind.Unload);
        var catalog = CatalogOf(fixture);

        Of(catalog, "model").State.ShouldBe("not-served");
        Of(catalog, "model").Reason.ShouldBe("Unloaded");
        StatusList.NotReady(catalog).ShouldBeEmpty();
    }

    [Fact]
    public async Task NotReady_AReloadThatFailed_IsReady()
    {
        await using var fixture = new ComponentFixture();
        fixture.Write("v1");
        await fixture.StartAsync();
        await fixture.SettleAsync();
        fixture.Write("broken");
        await fixture.SettleAsync();
        var catalog = CatalogOf(fixture);

        Of(catalog, "model").Reason.ShouldBe("ReloadFailed");
        StatusList.NotReady(catalog).ShouldBeEmpty();
    }

    [Fact]
    public void Of_WhatIsNotServed_SaysWhyAndWhatTheReaderRemarked()
    {
        var catalog = Bare(
            new PlannedDocument("MLComponent", "pu", "odd") { NotServed = new NotServed("Invalid", "a.yaml:1:1: error: odd") },
            new PlannedDocument("APIComponent", "pu", "closed") { NotServed = new NotServed("Unpublished", "published is false"), Remarks = "a.yaml:9:1: warning: x" },
            new PlannedDocument("DataBox", "pu", "box") { Remarks = "a.yaml:5:1: note: y" });

        Of(catalog, "odd").ShouldBe(new DocumentStatus("MLComponent", "pu", "odd", "not-served", "Invalid", "a.yaml:1:1: error: odd", Since));
        Of(catalog, "closed").Message.ShouldBe("published is false; a.yaml:9:1: warning: x");
        Of(catalog, "box").ShouldBe(new DocumentStatus("DataBox", "pu", "box", "ready", "", "a.yaml:5:1: note: y", Since));
        StatusList.NotReady(catalog).ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_NamesThatSeveralBear_GivesThemAll()
    {
        await using var one = new ComponentFixture();
        await using var other = new ComponentFixture(spec => spec with { Namespace = "others" });
        var components = new Dictionary<string, Component> { ["tests.model"] = one.Component, ["others.model"] = other.Component }.ToFrozenDictionary();
        var catalog = new Catalog(new Plan([], [], []), components, Since);

        catalog.Find("model").Length.ShouldBe(2);
        catalog.Find("tests.model").ToArray().ShouldBe([one.Component]);
        catalog.Find("Model").Length.ShouldBe(0);
        catalog.TryFindApi("/tests/model", out _).ShouldBeFalse();
        Catalog.Empty(Since).Components.ShouldBeEmpty();
    }

    private static DocumentStatus Of(Catalog catalog, string name) => StatusList.Of(catalog).Single(status => status.Name == name);

    private static Catalog Bare(params PlannedDocument[] documents) => new(new Plan([], [], documents), FrozenDictionary<string, Component>.Empty, Since);

    private static Catalog CatalogOf(ComponentFixture fixture)
    {
        PlannedDocument[] documents =
        [
            new PlannedDocument("MLComponent", "tests", "model") { Component = "tests.model" },
            new PlannedDocument("APIComponent", "tests", "model-api") { Component = "tests.model", Url = "/tests/model" },
        ];
        var plan = new Plan([fixture.Spec], [new PlannedApi("tests", "model", "tests.model", 1000)], documents);
        return new Catalog(plan, new Dictionary<string, Component> { ["tests.model"] = fixture.Component }.ToFrozenDictionary(), Since);
    }
}
