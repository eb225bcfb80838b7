namespace Kappa.Cli;

/// <summary>Takes the rows of CSV, field by field.</summary>
internal interface ICsvSink
{
    /// <summary>Takes the names of the fields, before the first row.</summary>
    void Begin(string[] names);

    /// <summary>Takes the next field of a row, whose text is valid during the call.</summary>
    /// <param name="line">Line that the row begins on.</param>
    /// <param name="column">Number of the field, from 0.</param>
    /// <param name="text">Its text, without quotes.</param>
    void Add(long line, int column, ReadOnlySpan<char> text);

    /// <summary>The row has no more fields.</summary>
    void End(long line);

    /// <summary>The rows that have come so far are through; more may follow at once, later, or never.</summary>
    ValueTask PauseAsync(CancellationToken cancellationToken);
}
