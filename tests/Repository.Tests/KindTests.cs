using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>
/// What an operator is stands in its traits. Its kind is text for people: code that compares it forgets the operators
/// that come after it.
/// </summary>
public sealed partial class KindTests
{
    [Fact]
    public void No_code_compares_the_kind_of_an_operator_with_text()
    {
        IEnumerable<string> code = Tree.Code.Where(file => !file.EndsWith("/KindTests.cs", StringComparison.Ordinal));
        string[] found = [.. code.SelectMany(file => File.ReadLines(file).Select((line, index) => (line, index))
            .Where(line => IsComparison(line.line))
            .Select(line => $"{Tree.Name(file)}:{line.index + 1} {line.line.Trim()}"))];

        Assert.True(found.Length == 0, "Ask the operator's Traits instead:\n" + string.Join("\n", found));
    }

    [Theory]
    [InlineData("if (node.Kind == \"filter\")", true)]
    [InlineData("nodes.Where(node => \"filter\" != node.Kind)", true)]
    [InlineData("child.Kind.StartsWith(\"table-\", StringComparison.Ordinal)", true)]
    [InlineData("node.Kind is \"filter\" or \"map-values\"", true)]
    [InlineData("node is { Kind: \"filter\" }", true)]
    [InlineData("string.Equals(node.Kind, other, StringComparison.Ordinal)", true)]
    [InlineData("!OnlyLastValue.Contains(node.Kind)", true)]
    [InlineData("$\"{node.Kind} '{node.Name}'\"", false)]
    [InlineData("yield return node.Kind;", false)]
    [InlineData("members.Kind == JsonTokenType.StartObject", false)]
    [InlineData("writer.WriteString(\"kind\", table.Kind)", false)]
    public void Comparisons_are_told_from_text_for_people(string line, bool isComparison) =>
        Assert.Equal(isComparison, IsComparison(line));

    private static bool IsComparison(string line) => Comparison().IsMatch(line);

    [GeneratedRegex("""
        \bKind\s*(==|!=|is|is\s+not)\s*\$?"          # node.Kind == "filter"
        | "\s*(==|!=)\s*[\w.]+\.Kind\b               # "filter" == node.Kind
        | \bKind:\s*(not\s*)?"                       # { Kind: "filter" }
        | \bKind\.(StartsWith|EndsWith|Contains|Equals|IndexOf)\(
        | \b(Equals|Contains|ContainsKey|TryGetValue)\([\w.]+\.Kind\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparison();
}
