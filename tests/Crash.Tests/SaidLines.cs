using System.Text;

namespace Kappa.Crash.Tests;

/// <summary>The lines that a process has said, and the wait for one of them. Thread-safe.</summary>
internal sealed class SaidLines
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Text, TaskCompletionSource Said)> _awaited = [];

    /// <param name="line">The next line; null at the end.</param>
    public void Add(string? line)
    {
        lock (_lock)
        {
            _text.AppendLine(line);
            foreach ((string text, TaskCompletionSource said) in _awaited)
            {
                if (line is null)
                {
                    said.TrySetException(
                        new InvalidOperationException($"The process ended and did not say '{text}': {_text}"));
                }
                else if (line.Contains(text, StringComparison.Ordinal))
                {
                    said.TrySetResult();
                }
            }
        }
    }

    /// <summary>Ends when a line has the text.</summary>
    public Task HasAsync(string text)
    {
        lock (_lock)
        {
            if (_text.ToString().Contains(text, StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, said));
            return said.Task;
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString();
        }
    }
}
