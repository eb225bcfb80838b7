namespace Kappa.Crash.Tests;

/// <summary>
/// Writes flights, and in every fifth batch updates and deletions of destinations, and knows what was acknowledged.
/// </summary>
/// <remarks>What was not acknowledged is sent again, so the log may hold a copy for each time, and no other.</remarks>
/// <param name="batchesAreWhole">Whether a batch is in the log as a whole or not at all.</param>
/// <param name="destinations">How many destinations there are.</param>
/// <param name="sendsBad">Whether some flights are such that the topology fails on them.</param>
/// <param name="nameOf">Names them; null for <see cref="NumberedRecords.Destination"/>.</param>
/// <param name="batchRecords">Records of a batch.</param>
internal sealed class FlightProducer(
    bool batchesAreWhole = true, int destinations = NumberedRecords.Destinations, bool sendsBad = false,
    Func<int, string>? nameOf = null, int batchRecords = FlightProducer.BatchRecords)
{
    /// <summary>Records of a batch where nothing else is said.</summary>
    public const int BatchRecords = 40;
    private const int BatchesPerUpdate = 5;
    private const int FlightsPerBad = 2_003; // Each costs a run that is done again.

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Func<int, string> _nameOf = nameOf ?? NumberedRecords.Destination;

    private TaskCompletionSource _first = new();
    private int _batch;

    /// <summary>What was sent, and what became of it.</summary>
    public BatchBook Book { get; } = new(batchesAreWhole);

    public long AcknowledgedRecords { get; private set; }

    /// <summary>Attempts that nobody has acknowledged.</summary>
    public int Unsure { get; private set; }

    /// <summary>Completes when the run that was started last has its first acknowledgement.</summary>
    public Task First => _first.Task;

    /// <summary>Produces until cancelled; the worker may die at any time.</summary>
    public async Task RunAsync(RunningWorker worker, CancellationToken cancellationToken)
    {
        _first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!cancellationToken.IsCancellationRequested)
        {
            await SendAsync(worker);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task SendAsync(RunningWorker worker)
    {
        bool isUpdate = _batch % BatchesPerUpdate == BatchesPerUpdate - 1;
        int first = _batch * batchRecords;
        IEnumerable<string> lines = Enumerable.Range(first, batchRecords).Select(number => isUpdate
            ? NumberedRecords.Update(number, _nameOf(NumberedRecords.UpdatedBy(number, destinations)))
            : NumberedRecords.Flight(number, DestinationOf(number)));
        DateTimeOffset sent = TimeProvider.System.GetUtcNow();
        if (await worker.TryProduceAsync(isUpdate ? "destinations" : "flights", string.Join('\n', lines) + "\n"))
        {
            Book.Add(new SentBatch(first, batchRecords, sent, TimeProvider.System.GetUtcNow()));
            AcknowledgedRecords += batchRecords;
            _batch++;
            _first.TrySetResult();
        }
        else
        {
            Book.Add(new SentBatch(first, batchRecords, sent, null));
            Unsure++;
        }
    }

    /// <summary>One with a distance, so that its flights come as far as the aggregate.</summary>
    private string DestinationOf(int number) => sendsBad && number % FlightsPerBad == 1
        ? NumberedRecords.Destination(20) + CrashFlights.Bad
        : _nameOf(NumberedRecords.DestinationOf(number, destinations));
}
