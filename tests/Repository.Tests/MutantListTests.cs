using Kappa.Mutants;

namespace Kappa.Repository.Tests;

/// <summary>The lists of mutants go along with the code: one that does not fit judges nothing.</summary>
public sealed class MutantListTests
{
    private static IEnumerable<Mutant> Mutants =>
        Tree.Files("*.txt", "tests/Mutants/Lists").SelectMany(MutantList.Read);

    [Fact]
    public void Each_mutant_changes_a_text_that_its_file_has_once() =>
        Assert.Empty(Mutants.Select(WhyItDoesNotFit).OfType<string>());

    [Fact]
    public void Each_class_that_judges_a_mutant_is_there()
    {
        ILookup<string, string> classes = Tree.Files("*.cs", "tests").ToLookup(
            file => Tree.Project(file)["tests/".Length..], file => Path.GetFileNameWithoutExtension(file));

        Assert.Empty(Mutants.SelectMany(mutant => mutant.First.Concat(mutant.Judges)).Distinct()
            .Where(judge => !ClassesOf(judge).All(wanted => classes[judge.Project].Any(
                name => name.Contains(wanted, StringComparison.Ordinal))))
            .Select(judge => judge.ToString()));
    }

    private static string? WhyItDoesNotFit(Mutant mutant)
    {
        string file = Path.Combine(Tree.Root, mutant.File);
        if (!File.Exists(file))
        {
            return $"{mutant.List}, '{mutant.Name}': {mutant.File} is not there.";
        }

        try
        {
            mutant.Apply(File.ReadAllText(file));
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    /// <summary>The names that its class filters, such as <c>-class *.JournalTests</c>, contain.</summary>
    private static IEnumerable<string> ClassesOf(Judge judge) => judge.Filter
        .Where((_, index) => index > 0 && judge.Filter[index - 1] == "-class")
        .Select(name => name.Trim('*', '.'));
}
