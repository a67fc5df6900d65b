using Inference.Contracts;
using Inference.InferenceHost.FunctionalTests.Access;
using Inference.InferenceHost.FunctionalTests.Files;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>Every line of the status tables: provoked on the wire, or waiting for a capability by name.</summary>
[Collection(nameof(TroubleHost))]
public sealed class StatusTableTests(ModelsHost models, TroubleHost trouble, FilesHost files, AccessHost access)
{
    // grows smaller as capabilities come; a row that is neither provoked nor here fails the tests below
    private const int PendingCases = 3;

    public static TheoryData<string> Provoked => [.. StatusCases.All.Where(row => row.Pending is null).Select(row => row.Id)];

    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(Provoked))]
    public async Task Row_Provoked_IsAnsweredAsTheTableSays(string id)
    {
        var row = StatusCases.All.Single(row => row.Id == id);

        var answer = await row.Provoke!(new StatusRig(models, trouble, files, access));

        if (row.Code is not { } code)
            answer.Status.ShouldBe(row.Status, answer.Text);
        else if (answer.Header("Content-Type") == "application/problem+json")
            answer.ShouldBeProblem(row.Status, row.Paths).Json.GetProperty("title").GetString().ShouldBe(StatusTable.Of(code).Title);
        else
            answer.ShouldBeRefusal(row.Status, row.Paths).Json.GetProperty("code").GetString().ShouldBe(ErrorWriter.Word(code));
        answer.Text.ShouldContain(row.Says);
        answer.Text.ShouldNotContain("   at ", Case.Sensitive, "a stack trace");
        if (row.Header is { } header)
            answer.Header(header.Name).ShouldBe(header.Value);
    }

    [Fact]
    public void Tables_EachLine_IsProvokedOrPending()
    {
        foreach (var (table, lines) in StatusCases.Tables)
            StatusCases.All.Where(row => row.Table == table).Select(row => row.Line).Distinct().Order().ShouldBe(Enumerable.Range(1, lines), table);
        StatusCases.All.Select(row => row.Table).Distinct().ShouldBe(StatusCases.Tables.Keys);
        StatusCases.All.Select(row => row.Id).ShouldBeUnique();
        StatusCases.All.ShouldAllBe(row => row.Pending == null != (row.Provoke == null));
        StatusCases.All.Count(row => row.Pending is not null).ShouldBe(PendingCases);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code_Each_HasARowAndACase(ErrorCode code)
    {
        var row = StatusTable.Of(code);
        row.Title.ShouldNotBeNullOrEmpty();
        (row.Title == "Internal error").ShouldBe(code == ErrorCode.Internal, "the row of a code that has none");
        StatusCases.All.ShouldContain(listed => listed.Code == code && (listed.Status == row.Http || listed.Table == "files"), "no case for the code");
    }
}
