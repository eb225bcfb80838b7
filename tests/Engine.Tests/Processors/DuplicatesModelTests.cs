namespace Kappa.Engine.Tests;

/// <summary>
/// Duplicates against their definition: of what goes on no two of one identity lie near each other, and what does not
/// go on is late or lies near one that did.
/// </summary>
public sealed class DuplicatesModelTests
{
    private const int Cases = 10_000;

    [Fact]
    public void Of_random_records_those_go_on_that_the_definition_lets_through()
    {
        foreach (int seed in Seeds.For(1))
        {
            Seeds.Run(seed, random =>
            {
                for (int round = Campaign.Choose(Cases / 10, Cases); round > 0; round--)
                {
                    Try(random);
                }
            });
        }
    }

    private static void Try(Random random)
    {
        long within = random.Next(0, 20);
        bool byId = random.Next(2) == 0;
        ProcessorHarness harness = Dropping(within, byId);
        var gone = new List<(string Of, long TimeMs)>();
        (long latest, long timestamp) = (long.MinValue, random.Next(3) == 0 ? 0 : 100);
        for (int record = random.Next(1, 30); record > 0; record--)
        {
            timestamp = Math.Max(0, timestamp + random.Next(-15, random.Next(5) == 0 ? 90 : 15));
            string key = random.Next(9) == 0 ? "-" : $"{(char)('a' + random.Next(2))}";
            string value = random.Next(9) == 0 ? "-" : $"{(char)('x' + random.Next(2))}{record}";
            string sent = $"{key}={value}@{timestamp}";

            bool hasIdentity = key != "-" && !(byId && value == "-");
            latest = hasIdentity ? Math.Max(latest, timestamp) : latest;
            string of = byId ? $"{key}{value[..1]}" : key;
            bool goesOn = hasIdentity && timestamp >= latest - within
                && !gone.Exists(other => other.Of == of && Math.Abs(other.TimeMs - timestamp) <= within);
            if (goesOn)
            {
                gone.Add((of, timestamp));
            }

            Assert.Equal(goesOn ? sent : "", harness.Pipe(sent));
        }
    }

    private static ProcessorHarness Dropping(long within, bool byId)
    {
        var builder = new StreamBuilder();
        KStream<string, string> stream = builder.Stream<string, string>("in");
        TimeSpan apart = TimeSpan.FromMilliseconds(within);
        (byId ? stream.DropDuplicates((_, value) => value?[..1]!, apart) : stream.DropDuplicates(apart)).To("out");
        return new ProcessorHarness(builder.Build("dropping"));
    }
}
