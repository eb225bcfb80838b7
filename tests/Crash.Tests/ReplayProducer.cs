namespace Kappa.Crash.Tests;

/// <summary>
/// Writes flights and, now and then, updates and deletions of destinations, and knows which were acknowledged. What was
/// not is never sent again, so each may be in the log once at most.
/// </summary>
internal sealed class ReplayProducer(bool batchesAreWhole = true)
{
    private const int BatchRecords = 10;
    private const int BusyDestinations = 45;
    private const int BatchesPerUpdate = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private int _next;

    /// <summary>What was sent, and what became of it.</summary>
    public BatchBook Book { get; private init; } = new(batchesAreWhole);

    /// <summary>One that goes on from here by itself.</summary>
    public ReplayProducer Clone() => new(batchesAreWhole) { _next = _next, Book = Book.Clone() };

    /// <summary>
    /// Produces until it is cancelled, or the worker does not answer any more. Some destinations get no flights
    /// meanwhile, so that a difference that is published in chunks does not vanish before they come to it.
    /// </summary>
    public async Task RunAsync(RunningWorker worker, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        for (int batch = 1; !cancellationToken.IsCancellationRequested; batch++)
        {
            if (!await (batch % BatchesPerUpdate == 0
                ? UpdateAsync(worker, BatchRecords)
                : SendAsync(worker, BatchRecords, BusyDestinations)))
            {
                return;
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Sends some flights; true when they are acknowledged.</summary>
    public Task<bool> SendAsync(
        RunningWorker worker, int records, int destinations = NumberedRecords.Destinations, int? delay = null) =>
        SendAsync(worker, "flights", records, number => NumberedRecords.Flight(
            number,
            NumberedRecords.Destination(delay is null ? NumberedRecords.DestinationOf(number, destinations) : 30),
            delay));

    /// <summary>Updates the table of destinations; true when that is acknowledged.</summary>
    public Task<bool> UpdateAsync(RunningWorker worker, int records) =>
        SendAsync(worker, "destinations", records, number => NumberedRecords.Update(
            number,
            NumberedRecords.Destination(NumberedRecords.UpdatedBy(number, NumberedRecords.Destinations))));

    private async Task<bool> SendAsync(RunningWorker worker, string topic, int records, Func<int, string> line)
    {
        int first = Interlocked.Add(ref _next, records) - records;
        string lines = string.Join('\n', Enumerable.Range(first, records).Select(line)) + "\n";
        DateTimeOffset sent = TimeProvider.System.GetUtcNow();
        bool isSent = await worker.TryProduceAsync(topic, lines);
        Book.Add(new SentBatch(first, records, sent, isSent ? TimeProvider.System.GetUtcNow() : null));
        return isSent;
    }
}
