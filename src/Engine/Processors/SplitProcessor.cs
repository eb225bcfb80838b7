namespace Kappa.Engine;

/// <summary>
/// Sends a record to the first branch whose predicate it satisfies. A deletion of a struct has no value that predicates
/// could look at, and goes to every branch; of other types they see null.
/// </summary>
/// <param name="predicates">Of the branches, in their order.</param>
/// <param name="branches">Where their records go; one more than there are predicates: where the others go.</param>
internal sealed class SplitProcessor<TKey, TValue>(
    Func<TKey, TValue, bool>[] predicates, Processor<TKey, TValue>[] branches) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasValue && default(TValue) is not null)
        {
            foreach (Processor<TKey, TValue> branch in branches)
            {
                branch.Process(record);
            }

            return;
        }

        int taken = 0;
        while (taken < predicates.Length && !predicates[taken](record.Key!, record.Value!))
        {
            taken++;
        }

        branches[taken].Process(record);
    }
}
