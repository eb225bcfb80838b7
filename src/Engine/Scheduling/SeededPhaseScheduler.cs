namespace Kappa.Engine;

/// <summary>Runs the tasks of a phase one after another in an order drawn from a seed: for simulation.</summary>
/// <param name="random">Draws the orders.</param>
public sealed class SeededPhaseScheduler(Random random) : IPhaseScheduler
{
    private int[] _order = [];

    /// <inheritdoc/>
    public void Run(int count, Action<int> work)
    {
        if (_order.Length != count)
        {
            _order = [.. Enumerable.Range(0, count)];
        }

        random.Shuffle(_order);
        List<Exception>? errors = null;
        foreach (int item in _order)
        {
            try
            {
                work(item);
            }
            catch (Exception error)
            {
                (errors ??= []).Add(error);
            }
        }

        if (errors is not null)
        {
            throw new AggregateException(errors);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
