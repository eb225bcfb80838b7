namespace Kappa.Analyzers.Tests;

public sealed class ContextFixTests
{
    [Theory]
    [InlineData("DateTimeOffset.UtcNow", "_context.Now")]
    [InlineData("DateTime.UtcNow", "_context.Now.UtcDateTime")]
    [InlineData("Random.Shared", "_context.Random")]
    [InlineData("new Random()", "_context.Random")]
    public async Task The_fix_asks_the_context_of_the_processor(string asked, string mended)
    {
        string rule = asked.Contains("Random", StringComparison.Ordinal) ? "KAP9002" : "KAP9001";

        await Code.FixAsync<ContextFix>(
            Code.Processor($"_context.Forward({{|{rule}:{asked}|}}.ToString(), 1);"),
            Code.Processor($"_context.Forward({mended}.ToString(), 1);"));
    }

    [Fact]
    public async Task Without_a_context_in_reach_there_is_nothing_to_mend_it_with()
    {
        string code = Code.Topology("MapValues(value => {|KAP9001:DateTimeOffset.UtcNow|}.Ticks)");

        await Code.FixAsync<ContextFix>(code, code);
    }
}
