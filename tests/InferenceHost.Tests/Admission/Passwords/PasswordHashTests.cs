using System.Text;
using InferenceHost.Admission.Passwords;

namespace Inference.InferenceHost.Tests.Admission.Passwords;

public sealed class PasswordHashTests
{
    private const string Salt = "MDEyMzQ1Njc4OWFiY2RlZg";
    private const string Checksum = "20MTVzg/n3H4pkjP7rPbs9uXGvJYlRG4j32EBHiNeegrbijWGjc63LMIJzA0jtIUGL4tJ0FCjR9uzA3gQvH7WA";

    [Fact]
    public void IsOf_AHashOfAnotherProgram_KnowsItsPassword()
    {
        // Python's hashlib.pbkdf2_hmac('sha512', 'pässword'.encode(), b'0123456789abcdef', 1000, 64)
        var hash = Parse($"$pbkdf2-sha512$1000${Salt}${Checksum}");

        hash.Iterations.ShouldBe(1000);
        hash.IsOf("pässword"u8).ShouldBeTrue();
        hash.IsOf("password"u8).ShouldBeFalse();
    }

    [Fact]
    public void Make_Twice_SaltsEachAndSaysHow()
    {
        var one = PasswordHash.Make("secret"u8);
        var other = PasswordHash.Make("secret"u8);

        one.ShouldStartWith("$pbkdf2-sha512$210000$");
        one.ShouldNotBe(other);
        one.ShouldNotContain("+");
        one.ShouldNotContain("=");
        Parse(one).IsOf("secret"u8).ShouldBeTrue();
        Parse(other).IsOf("secret"u8).ShouldBeTrue();
        Parse(other).IsOf("Secret"u8).ShouldBeFalse();
    }

    [Theory]
    [InlineData("$pbkdf2-sha256$1000$" + Salt + "$" + Checksum)]
    [InlineData("$pbkdf2-sha512$999$" + Salt + "$" + Checksum)]
    [InlineData("$pbkdf2-sha512$1000001$" + Salt + "$" + Checksum)]
    [InlineData("$pbkdf2-sha512$99999999999999999999$" + Salt + "$" + Checksum)]
    [InlineData("$pbkdf2-sha512$-1000$" + Salt + "$" + Checksum)]
    [InlineData("$pbkdf2-sha512$01000$" + Salt + "$" + Checksum)]
    [InlineData("$pbkdf2-sha512$$" + Salt + "$" + Checksum)]
    [InlineData("$pbkdf2-sha512$1000$$" + Checksum)]
    [InlineData("$pbkdf2-sha512$1000$MDEy$" + Checksum)]
    [InlineData("$pbkdf2-sha512$1000$MDEyMzQ1Njc4OWFiY2RlZ!$" + Checksum)]
    [InlineData("$pbkdf2-sha512$1000$" + Salt + "$")]
    [InlineData("$pbkdf2-sha512$1000$" + Salt + "$" + Checksum + "AA")]
    [InlineData("$pbkdf2-sha512$1000$" + Salt + "$" + Checksum + "==")]
    [InlineData("$pbkdf2-sha512$1000$" + Salt + "$" + Checksum + "$")]
    [InlineData("$pbkdf2-sha512$1000$" + Salt + "$ " + Checksum)]
    [InlineData("$pbkdf2-sha512$1000$" + Salt)]
    [InlineData("$pbkdf2-sha512$")]
    public void TryParse_Malformed_SaysWhatIsExpectedAndNothingOfIt(string text)
    {
        PasswordHash.TryParse(text, out _, out var expected).ShouldBeFalse();
        expected.ShouldNotBeNullOrEmpty();
        expected.ShouldNotContain(Checksum[..8]);
    }

    [Fact]
    public void TryAdmit_MixedList_AdmitsEachByItsOwn()
    {
        var users = new UserList(new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["bob"] = Encoding.UTF8.GetBytes(PasswordHash.Make("one"u8, 1000)),
            ["eve"] = "two"u8.ToArray(),
        });

        users.IsSlow.ShouldBeTrue();
        users.TryAdmit("bob", "one"u8, out var caller).ShouldBeTrue();
        caller.ShouldBe("bob");
        users.TryAdmit("eve", "two"u8, out _).ShouldBeTrue();
        users.TryAdmit("eve", "one"u8, out _).ShouldBeFalse();
        users.TryAdmit("bob", "two"u8, out _).ShouldBeFalse();
        users.TryAdmit("mallory", "one"u8, out _).ShouldBeFalse();
    }

    private static PasswordHash Parse(string text)
    {
        PasswordHash.TryParse(text, out var hash, out var expected).ShouldBeTrue(expected);
        return hash!;
    }
}
