namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// The dictionary: a ring of what was decoded last. Its array is made once where the block says how much it holds;
/// otherwise it grows with the output up to the dictionary size, so that a small file with a large announced
/// dictionary stays cheap.
/// </summary>
internal sealed class LzmaWindow
{
    /// <summary>
    /// Copies of matches may write so many bytes too far: into the ring's spare bytes, which no match reaches, and
    /// past the ring's end, where the array has as many more.
    /// </summary>
    public const int Slack = 32;

    /// <summary>The ring before it grows, where the block does not say what it holds.</summary>
    private const int FirstCapacity = 1 << 18;

    /// <summary>What the block says is believed up to here; the ring grows further as output comes.</summary>
    private const int MaxFirstCapacity = 16 << 20;

    private const int CapacityUnit = 16;
    private int _unreadStart;
    private int _fullCapacity;

    /// <summary>The ring and <see cref="Slack"/> bytes.</summary>
    public byte[] Buffer { get; private set; } = [];

    /// <summary>
    /// Bytes in the ring, a multiple of <see cref="CapacityUnit"/> so that a position in it tells the low four bits of
    /// the position since the reset.
    /// </summary>
    public int Capacity { get; private set; }

    /// <summary>How far back a match may reach, at most.</summary>
    public int DictionarySize { get; private set; }

    /// <summary>Where the next byte goes.</summary>
    public int Position { get; set; }

    /// <summary>True when the ring was filled once since the reset: what lies above Position is history.</summary>
    public bool IsWrapped { get; private set; }

    /// <summary>What was decoded and not yet taken.</summary>
    public ReadOnlySpan<byte> Unread => Buffer.AsSpan(_unreadStart, Position - _unreadStart);

    /// <summary>Notes that <paramref name="count"/> bytes of <see cref="Unread"/> were taken.</summary>
    public void MarkRead(int count) => _unreadStart += count;

    /// <summary>Prepares for another block; the array is kept where it is of use.</summary>
    /// <param name="dictionarySize">How far back a match may reach.</param>
    /// <param name="outputSize">What the block unpacks to, where its header says so.</param>
    public void Restart(int dictionarySize, long? outputSize)
    {
        DictionarySize = dictionarySize;
        _fullCapacity = dictionarySize + Slack;
        long first = Math.Clamp(outputSize ?? FirstCapacity, CapacityUnit, MaxFirstCapacity);
        Reset();
        Reserve((int)Math.Min((first + CapacityUnit - 1) & -CapacityUnit, _fullCapacity));
    }

    /// <summary>Gives the array back; the window is of no use until it is restarted.</summary>
    public void Release()
    {
        LzmaWindowPool.Shared.Return(Buffer);
        Buffer = [];
        Capacity = 0;
        Reset();
    }

    /// <summary>Forgets the history. Everything decoded must have been taken.</summary>
    public void Reset()
    {
        Position = 0;
        _unreadStart = 0;
        IsWrapped = false;
    }

    /// <summary>Makes room where all was taken.</summary>
    /// <returns>How many bytes may be decoded in one run, 1 to <paramref name="wanted"/>.</returns>
    public int PrepareRun(int wanted)
    {
        if (Position == Capacity)
        {
            if (Capacity < _fullCapacity)
            {
                Reserve((int)Math.Min(Math.Max(2L * Capacity, FirstCapacity), _fullCapacity));
            }
            else
            {
                Position = 0;
                IsWrapped = true;
            }
            _unreadStart = Position;
        }
        return Math.Min(wanted, Capacity - Position);
    }

    /// <summary>Appends <paramref name="count"/> bytes that the caller fills in.</summary>
    public Span<byte> Append(int count)
    {
        Span<byte> added = Buffer.AsSpan(Position, count);
        Position += count;
        return added;
    }

    /// <summary>Makes the ring of so many bytes, or more where the array has them; what is in it stays.</summary>
    private void Reserve(int capacity)
    {
        if (Buffer.Length < capacity + Slack)
        {
            byte[] larger = LzmaWindowPool.Shared.Rent(capacity + Slack);
            Buffer.AsSpan(0, Position).CopyTo(larger);
            LzmaWindowPool.Shared.Return(Buffer);
            Buffer = larger;
        }
        Capacity = Math.Min(Buffer.Length - Slack, _fullCapacity);
    }
}
