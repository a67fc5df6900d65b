using System.Reflection;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Tests;

/// <summary>The records and their schemas say the same.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Records() =>
    [
        .. typeof(Manifest).Assembly.GetTypes().Where(type => SchemaOf(type) is not null && !typeof(Manifest).IsAssignableFrom(type)).Select(type => type.FullName!).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Schema_Record_HasAFieldForEveryProperty(string record)
    {
        var type = typeof(Manifest).Assembly.GetType(record)!;
        var fields = Fields(type).Select(field => (string)Get(field, "Name")!).ToList();

        foreach (var property in type.GetProperties().Where(property => property.CanWrite && property.Name is not "FullPath"))
            fields.ShouldContain(name => name.Equals(property.Name, StringComparison.OrdinalIgnoreCase), property.Name);
        fields.Distinct().Count().ShouldBe(fields.Count);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Schema_Field_IsDescribedAndSaysWhatIsExpected(string record)
    {
        var type = typeof(Manifest).Assembly.GetType(record)!;

        ((string)Get(SchemaOf(type)!, "Description")!).ShouldEndWith(".");
        foreach (var field in Fields(type))
        {
            ((string)Get(field, "Description")!).ShouldNotBeNullOrWhiteSpace();
            ((Schema)Get(field, "Schema")!).Expectation.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public void Default_OptionalField_IsTheRecordsOwn()
    {
        QueueSettings.Schema.Fields.ToDictionary(field => field.Name, field => field.Default(new QueueSettings()))
            .ShouldBe(new Dictionary<string, object?> { ["maxLength"] = 256, ["timeout"] = null }, ignoreOrder: true);
        APIComponentSpec.Schema.Fields.First(field => field.Name == "published").Default(new APIComponentSpec()).ShouldBe(true);
        DefaultStorage.Schema.Fields[0].Default(new DefaultStorage()).ShouldBe(Quantity.FromUnits(1_000_000_000));
    }

    private static object? SchemaOf(Type type)
        => type.GetProperty("Schema", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)?.GetValue(null);

    private static IEnumerable<object> Fields(Type type) => ((System.Collections.IEnumerable)Get(SchemaOf(type)!, "Fields")!).Cast<object>();

    private static object? Get(object target, string property) => target.GetType().GetProperty(property)!.GetValue(target);
}
