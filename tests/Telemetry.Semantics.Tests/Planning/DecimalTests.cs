using System.Text.RegularExpressions;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>
/// In Trino <c>100.0</c> is a DECIMAL(4,1), and a quotient of decimals keeps the digits of its operands: 100.0 * 1 / 3 is 33.3. Numbers that
/// are computed with are written as doubles, <c>100e0</c> (https://trino.io/docs/current/functions/decimal.html).
/// </summary>
public sealed partial class DecimalTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [MemberData(nameof(CorpusTests.Corpus), MemberType = typeof(CorpusTests))]
    public void No_statement_computes_with_a_decimal_literal(string family, string question, string gold)
    {
        Assert.NotEmpty(gold);
        var sql = planners.Ask(question).Sql!;
        Assert.False(DecimalArithmetic().IsMatch(sql), $"{family}: {sql}");
    }

    [Theory]
    [InlineData("100.0 * count(*)", true)]
    [InlineData("sum(x) / 1000.0", true)]
    [InlineData("100e0 * count(*) / 1000e0", false)]
    [InlineData("approx_percentile(x, 0.95)", false)]
    [InlineData("3 * 1.4826e0 * mad", false)]
    public void The_check_itself_finds_decimals(string sql, bool isDecimal) => Assert.Equal(isDecimal, DecimalArithmetic().IsMatch(sql));

    [GeneratedRegex(@"[*/]\s*\d+\.\d+(?![\de])|(?<![\w.])\d+\.\d+\s*[*/]")]
    private static partial Regex DecimalArithmetic();
}
