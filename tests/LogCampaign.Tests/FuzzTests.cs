using System.Diagnostics;
using Kappa.Fuzz;

namespace Kappa.LogCampaign.Tests;

/// <summary>
/// The fuzz targets over their corpus, and over mutations of it: declared errors only, within bounded memory. The long
/// run is tests/Fuzz/fuzz.
/// </summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData("batch"), InlineData("codec"), InlineData("journal"), InlineData("segment")]
    public void Every_input_of_the_corpus_ends_in_what_it_says_or_a_declared_error(string target)
    {
        (string Name, byte[] Bytes)[] corpus = Corpus(target);

        Assert.All(corpus, input =>
        {
            string outcome = FuzzTargets.All[target](input.Bytes);
            bool isGood = !input.Name.StartsWith("found-", StringComparison.Ordinal);
            Assert.True(!isGood || outcome == "read", $"{input.Name}: {outcome}");
        });
        Assert.True(corpus.Length >= 3, $"{corpus.Length} inputs");
    }

    [Theory]
    [InlineData("batch"), InlineData("codec"), InlineData("journal"), InlineData("segment")]
    public void Mutations_of_the_corpus_end_in_declared_errors_too(string target)
    {
        Random random = Seed.Random(out int seed);
        (string Name, byte[] Bytes)[] corpus = Corpus(target);
        Dictionary<string, long> outcomes = [];
        Stopwatch watch = Stopwatch.StartNew();
        for (long round = 0; watch.Elapsed < Lane.Choose(TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(10)); round++)
        {
            byte[] input = Mutation.Splice(
                corpus[random.Next(corpus.Length)].Bytes, corpus[random.Next(corpus.Length)].Bytes, random);
            Mutation.Apply(input, random);
            string outcome;
            try
            {
                outcome = FuzzTargets.All[target](input);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"round {round}, KAPPA_SEED={seed}: {Convert.ToBase64String(input)}", error);
            }

            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        Lane.Say($"{target}: {string.Join(", ", outcomes)} in {watch.Elapsed.TotalSeconds:F0} s");
        Assert.True(outcomes.Count > 1, string.Join(", ", outcomes));
        Assert.True(
            target is not ("journal" or "segment") ||
            outcomes.Keys.Any(outcome => outcome.EndsWith("sealed read", StringComparison.Ordinal)),
            $"No right checksum has made a difference: {string.Join(", ", outcomes)}");
    }

    private static (string Name, byte[] Bytes)[] Corpus(string target) =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Corpus", target))
            .Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))];
}
