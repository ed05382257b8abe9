using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Parsing;

namespace Telemetry.Domain.Tests.Parsing;

public sealed class JsonNumberTests
{
    [Fact]
    public void It_reads_every_decimal_to_the_nearest_double() =>
        Prop.ForAll<long, byte>((digits, decimals) =>
        {
            var text = ((decimal)digits / (decimal)Math.Pow(10, decimals % 10)).ToString(CultureInfo.InvariantCulture);
            return JsonNumber.Read(Encoding.ASCII.GetBytes(text)).Equals(double.Parse(text, CultureInfo.InvariantCulture));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", -0.0)]
    [InlineData("25.5", 25.5)]
    [InlineData("1e3", 1000)]
    [InlineData("123456789012345678", 123456789012345678)]
    public void It_reads_all_forms(string text, double expected) => Assert.Equal(expected, JsonNumber.Read(Encoding.ASCII.GetBytes(text)));
}
