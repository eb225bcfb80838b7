namespace Kappa.Simulation.Tests;

/// <summary>Many seeds, one after another.</summary>
internal sealed class SeedCampaign(int first, int count)
{
    private TimeSpan _simulated;
    private long _records;
    private long _lines;
    private int _seeds;

    /// <summary>Where something went wrong, and how often.</summary>
    public FaultSites Sites { get; } = new();

    /// <summary>What the seeds that failed have to say.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Runs all seeds, until some have failed.</summary>
    public void Run(int mostFailures)
    {
        for (; _seeds < count && Failures.Count < mostFailures; _seeds++)
        {
            RunOne(first + _seeds);
        }
    }

    public override string ToString() => $"{_seeds} seeds from {first}: {_simulated.TotalHours:F0} simulated hours, " +
        $"{_records} records, {_lines} lines compared,";

    private void RunOne(int seed)
    {
        Simulation? simulation = null;
        try
        {
            simulation = new Simulation(seed, Sites);
            simulation.Run();
            _simulated += simulation.Passed;
            _records += simulation.Records;
            _lines += simulation.Lines;
        }
        catch (Exception error)
        {
            Failures.Add(
                $"Seed {seed} failed; repeat it with KAPPA_SEED={seed} dotnet test tests/Simulation.Tests\n" +
                $"{error}\n{simulation?.Describe()}");
        }
        finally
        {
            simulation?.Dispose();
        }
    }
}
