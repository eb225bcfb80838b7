namespace Kappa.Golden.Tests;

/// <summary>The recorded cases on the engine, live: with restarts, caches, several threads, and replayed.</summary>
public sealed class GoldenEngineTests
{
    private const int SampleOfEach = 3;

    /// <summary>Kinds that go by stream time, of which each task has its own.</summary>
    private static readonly string[] Timed =
    [
        "window", "windowed-cogroup", "suppress-time", "stream-stream", "self-join", "stream-versioned-table",
        "table-table-versioned",
    ];

    public static IEnumerable<TheoryDataRow<string>> Files => GoldenFiles.Names;

    [Theory]
    [MemberData(nameof(Files))]
    public void An_engine_that_is_opened_anew_answers_the_same_and_so_does_its_replay(string file)
    {
        Random random = Seed.Random(out _);
        string[] failures =
        [
            .. Sample(file, random).Select(golden => GoldenJudge.Failure(golden, it => new EngineHost(it, 1, random)))
                .OfType<string>(),
        ];

        Assert.True(failures.Length == 0, $"{failures.Length} cases fail.\n{string.Join("\n\n", failures)}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Four_partitions_and_three_threads_end_in_the_rows_and_last_values_of_one(string file)
    {
        Random random = Seed.Random(out _);
        foreach (GoldenCase golden in Sample(file, random).Where(golden => !Timed.Contains(golden.Operation)))
        {
            using var host = new EngineHost(golden, 4, random);
            GoldenAnswer found = GoldenAnswer.Of(golden, host);

            Assert.Equal(GoldenAnswer.Of(golden).Rows, found.Rows);
            Assert.Equal(GoldenAnswer.LastValues(golden), host.LastValues());
            host.AssertReplayIsTheSame();
        }
    }

    /// <summary>All cases of a file; in a sample a few of them, others each time.</summary>
    private static IEnumerable<GoldenCase> Sample(string file, Random random)
    {
        GoldenCase[] due = [.. GoldenFiles.Read(file)];
        random.Shuffle(due);
        return due.Take(Campaign.Choose(SampleOfEach, due.Length));
    }
}
