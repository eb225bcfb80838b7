using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>An operator is in the places that the page on architecture lists, and in no others.</summary>
public sealed partial class OperatorPlacesTests
{
    [Fact]
    public void The_operator_that_the_page_shows_is_in_the_listed_places_alone()
    {
        string page = File.ReadAllText(Path.Combine(Tree.Root, "docs", "architecture.md"));
        string[] listed = [.. Row().Matches(page).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal)];

        string[] places = [.. Tree.Files("*.cs", "src").Where(file => Operator().IsMatch(File.ReadAllText(file)))
            .Select(Tree.Name)];

        Assert.NotEmpty(listed);
        Assert.Equal(listed, places);
    }

    [GeneratedRegex(@"^\| `(src/[\w/]+\.cs)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bFlatMap(Node|Processor)?\b")]
    private static partial Regex Operator();
}
