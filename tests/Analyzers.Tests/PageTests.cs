using System.Text.RegularExpressions;

namespace Kappa.Analyzers.Tests;

/// <summary>The page about the analyzer, docs/analyzers.md, is what it does.</summary>
public sealed partial class PageTests
{
    private static readonly string Page = File.ReadAllText(Find(AppContext.BaseDirectory));

    [Fact]
    public async Task Each_line_of_an_example_is_reported_as_the_page_says()
    {
        (string Code, string Rule)[] lines = [.. Operator().Matches(Page)
            .Select(line => (line.Groups[1].Value.Trim(), line.Groups[2].Value))];

        Assert.NotEmpty(lines);
        foreach ((string code, string rule) in lines)
        {
            string operators = code.StartsWith("Aggregate", StringComparison.Ordinal) ? $"GroupByKey().{code}" : code;
            Assert.Equal(rule.Length == 0 ? [] : [rule], await Code.CodesAsync(Code.Topology(operators)));
        }
    }

    [Fact]
    public async Task What_the_page_shows_of_a_processor_is_not_reported() => Assert.Empty(await Code.CodesAsync(
        Code.Processor(Effect().Match(Page).Value.Replace("context", "_context", StringComparison.Ordinal))));

    [Fact]
    public void Each_rule_has_its_section() => Assert.Equal(
        new ReplayAnalyzer().SupportedDiagnostics.Select(rule => rule.Id),
        Section().Matches(Page).Select(section => section.Groups[1].Value));

    private static string Find(string directory) => File.Exists(Path.Combine(directory, "Kappa.sln"))
        ? Path.Combine(directory, "docs", "analyzers.md")
        : Find(Path.GetDirectoryName(directory.TrimEnd('/'))!);

    [GeneratedRegex(@"^\.(.*?)(?:// (KAP\d+))?$", RegexOptions.Multiline)]
    private static partial Regex Operator();

    [GeneratedRegex(@"^if \(.*?^}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Effect();

    [GeneratedRegex(@"^## (KAP\d+)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
