namespace Kappa;

/// <summary>Finds the name a user probably meant.</summary>
public static class NearestName
{
    /// <summary>Finds the candidate that differs least from <paramref name="wanted"/>.</summary>
    /// <param name="wanted">The name that was not found.</param>
    /// <param name="candidates">The names there are.</param>
    /// <returns>
    /// The nearest by Levenshtein distance, if at most a third of its letters (and at least two) differ; else null.
    /// </returns>
    public static string? Find(string wanted, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in candidates)
        {
            int distance = Distance(wanted, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best is not null && bestDistance <= Math.Max(2, best.Length / 3) ? best : null;
    }

    /// <summary>Words a suggestion as the end of a message: <c> Did you mean 'x'?</c>, or nothing.</summary>
    /// <param name="wanted">The name that was not found.</param>
    /// <param name="candidates">The names there are.</param>
    public static string Suggestion(string wanted, IEnumerable<string> candidates) =>
        Find(wanted, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int substitution = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
