namespace Kappa.Engine;

/// <summary>
/// Merges the inputs of a task that have records of a slice, by place: a tree of losers (Knuth, The Art of Computer
/// Programming, volume 3, 5.4.1), which asks as often for a record as the number of inputs has digits, in base two.
/// </summary>
/// <remarks>Inputs are added in rank order; of equal places the earlier one goes first. One thread.</remarks>
internal sealed class InputMerge(int inputs)
{
    private readonly TaskInput[] _inputs = new TaskInput[inputs];
    private readonly Place[] _heads = new Place[inputs];
    private readonly int[] _losers = new int[Math.Max(1, inputs)]; // At 0 the winner: the input that is next.
    private int _count;
    private int _left; // Inputs that have records still.

    /// <summary>Begins a slice.</summary>
    public void Begin() => _count = 0;

    /// <summary>Takes an input in whose head is loaded.</summary>
    public void Add(TaskInput input, in Place head)
    {
        _inputs[_count] = input;
        _heads[_count++] = head;
    }

    /// <summary>Sends all records of the slice through the operators.</summary>
    public void Drain(SliceRun run, int slice)
    {
        _left = _count;
        if (_count > 1)
        {
            Build();
        }
        else
        {
            _losers[0] = 0;
        }

        while (_left > 1)
        {
            int winner = _losers[0];
            TaskInput input = _inputs[winner];
            input.ProcessHead();
            if (!input.Load(run, slice, out _heads[winner]))
            {
                _heads[winner] = Place.SliceEnd;
                _left--;
            }

            Replay(winner);
        }

        if (_left == 1)
        {
            _inputs[_losers[0]].Drain(run, slice);
        }
    }

    /// <summary>
    /// Lets all inputs meet: leaves stand at count to 2 count - 1, and each node above has its loser.
    /// </summary>
    private void Build()
    {
        Array.Fill(_losers, -1, 0, _count);
        for (int input = _count - 1; input >= 0; input--)
        {
            int winner = input;
            int node = (input + _count) >> 1;
            for (; node > 0 && _losers[node] >= 0; node >>= 1)
            {
                if (IsBefore(_losers[node], winner))
                {
                    (_losers[node], winner) = (winner, _losers[node]);
                }
            }

            _losers[node] = winner; // The first one to come waits here for the other side.
        }
    }

    /// <summary>The winner has another head: it meets the losers on its way up again.</summary>
    private void Replay(int winner)
    {
        for (int node = (winner + _count) >> 1; node > 0; node >>= 1)
        {
            if (IsBefore(_losers[node], winner))
            {
                (_losers[node], winner) = (winner, _losers[node]);
            }
        }

        _losers[0] = winner;
    }

    private bool IsBefore(int one, int other)
    {
        ref readonly Place left = ref _heads[one];
        ref readonly Place right = ref _heads[other];
        return left.IsBefore(right) || (one < other && !right.IsBefore(left));
    }
}
