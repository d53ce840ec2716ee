using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Avocado.Formats.Compression;

/// <summary>An array that never moves, so that a pointer to it stays right as long as this is held.</summary>
internal readonly unsafe struct Pinned<T>
    where T : unmanaged
{
    private readonly T[] _items;

    /// <param name="length">How many items.</param>
    public Pinned(int length)
    {
        _items = GC.AllocateArray<T>(length, pinned: true);
        // Asked once: before the runtime has compiled a loop anew, each call of the framework's in it is one.
        Pointer = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_items));
    }

    public T* Pointer { get; }

    public int Length => _items.Length;

    public Span<T> Span => _items;
}
